'use client'

import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { CopyButton } from '@/components/ui/copy-button'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { formatClock, transcriptJson, transcriptText, transcriptVtt } from '@/lib/domain/conversations/rules'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'

type Lines = ConversationVerbose['transcript']

const files = [
  { label: 'text', ending: 'txt', type: 'text/plain', write: transcriptText },
  { label: 'json', ending: 'json', type: 'application/json', write: transcriptJson },
  { label: 'vtt', ending: 'vtt', type: 'text/vtt', write: transcriptVtt },
] as const

/** Hands the reader a file that was made here. */
function download(name: string, type: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

type TranscriptToolsProps = {
  lines: Lines
  /** What its files are called, without their endings; without it there are none to be had. */
  fileName?: string
}

/** Ways to take a transcript elsewhere. */
export function TranscriptTools({ lines, fileName }: TranscriptToolsProps) {
  const t = useTranslations('conversations.transcript')
  if (lines.length === 0) return null
  return (
    <span className="flex gap-1">
      <CopyButton variant="ghost" size="sm" text={transcriptText(lines)}>
        {t('copy')}
      </CopyButton>
      {fileName && (
        <DropdownMenu
          trigger={
            <Button variant="ghost" size="sm">
              <Download aria-hidden />
              {t('export')}
            </Button>
          }
        >
          {files.map(({ label, ending, type, write }) => (
            <MenuItem key={ending} onSelect={() => download(`${fileName}.${ending}`, type, write(lines))}>
              {t(label)}
            </MenuItem>
          ))}
        </DropdownMenu>
      )}
    </span>
  )
}

type TranscriptProps = { lines: Lines; className?: string }

/** What was said so far. The newest line stays in view, unless the reader has scrolled up. */
export function Transcript({ lines, className }: TranscriptProps) {
  const t = useTranslations('conversations.transcript')
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what moves it
  useEffect(() => {
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [lines.length])
  return (
    <section aria-label={t('transcript')} className={cn('flex min-h-0 min-w-0 flex-col', className)}>
      <div className="mb-2 flex h-8 items-center justify-end">
        <h2 className="sr-only">{t('transcript')}</h2>
        <TranscriptTools lines={lines} />
      </div>
      <div
        ref={box}
        role="log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          atEnd.current = scrollTop + clientHeight > scrollHeight - 24
        }}
        className="min-h-0 flex-1 overflow-y-auto"
      >
        {lines.length === 0 ? (
          <p className="text-muted">{t('nothingHasBeenSaidYet')}</p>
        ) : (
          <ol className="flex flex-col gap-3">
            {lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
              <li key={index} className="grid grid-cols-[3rem_minmax(0,1fr)] gap-x-2">
                <span className="tabular pt-0.5 text-muted text-xs">
                  {formatClock(line.seconds_from_start)}
                </span>
                <SpokenLine line={line} />
              </li>
            ))}
          </ol>
        )}
      </div>
    </section>
  )
}

/** Who said it, and the words. */
export function SpokenLine({ line }: { line: Lines[number] }) {
  return (
    <div className="min-w-0">
      <p dir="auto" className={cn('text-xs', line.role === 'assistant' ? 'text-accent' : 'text-muted')}>
        {line.speaker}
      </p>
      <p dir="auto" className="whitespace-pre-wrap">
        {line.content}
      </p>
    </div>
  )
}
