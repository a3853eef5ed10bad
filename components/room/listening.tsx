import { Ear } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import type { RecognitionHook } from './use-recognition'

/** What the browser's recognition hears right now, above the box in which one would type it. */
export function Listening({ recognition, muted }: { recognition: RecognitionHook; muted: boolean }) {
  const t = useTranslations('room.listening')
  return (
    <div className="flex items-center gap-2 border-border border-t py-1.5 ps-3 pe-2 text-muted">
      <Ear aria-hidden className="size-4 shrink-0" />
      {/* Words that still change are for the eye; the sentence is announced with the chat. */}
      <p dir="auto" className="line-clamp-2 min-w-0 flex-1">
        {muted ? t('muted') : recognition.interim || t('yourBrowserIsListening')}
      </p>
      <Button size="sm" variant="ghost" onClick={() => recognition.want(false)}>
        {t('stopListening')}
      </Button>
    </div>
  )
}
