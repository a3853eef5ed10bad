'use client'

import { CircleCheck, CircleX, Play, Square } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useSample } from '@/components/replicas/use-sample'
import { Button } from '@/components/ui/button'
import { InlineError } from '@/components/ui/inline-error'
import { formatCount } from '@/lib/client/format'
import type { ModelPart } from '@/lib/domain/models/schema'
import type { TrialOutcome } from '@/lib/protocol/model-trial'

/** What came of trying a model; or why it was not tried, in words and by the field to blame. */
export type TrialAnswer = { ok: true; outcome: TrialOutcome } | { ok: false; message: string; field?: string }

/** Whether the model did what it was asked, how long it took, and what it said or heard; or what is wrong with it. */
export function TrialResult({ part, answer }: { part: ModelPart; answer: TrialAnswer | undefined }) {
  const t = useTranslations('models.trialResult')
  if (!answer?.ok) return null
  const { problem, firstMs, wholeMs, text, wav } = answer.outcome
  if (problem) {
    return (
      <div role="alert" className="flex w-full items-start gap-2">
        <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
        <div className="min-w-0">
          <p className="font-medium text-danger">{t(`${part}.fails`)}</p>
          <p>{problem}</p>
        </div>
      </div>
    )
  }
  return (
    <div role="status" className="flex w-full items-start gap-2" data-testid="works">
      <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
      <div className="flex min-w-0 flex-col items-start gap-1.5">
        <p>
          <span className="font-medium">{t(`${part}.works`)}</span>{' '}
          <span className="tabular text-muted">
            {t(`${part}.times`, { first: formatCount(firstMs ?? 0), whole: formatCount(wholeMs ?? 0) })}
          </span>
        </p>
        {text && (
          <p dir="auto" className="max-w-full break-words">
            {t(`${part === 'stt' ? 'heard' : 'said'}`, { text })}
          </p>
        )}
        {wav && <Hear wav={wav} />}
      </div>
    </div>
  )
}

const silentMouth = { visemes: [], energy: [] }

/** Plays what a voice spoke. */
function Hear({ wav }: { wav: string }) {
  const t = useTranslations('models.trialResult')
  const player = useSample<void>(async () => ({
    ok: true,
    sample: { wav: Uint8Array.from(atob(wav), (letter) => letter.charCodeAt(0)), mouth: silentMouth },
  }))
  const isSpeaking = player.state === 'speaking'
  return (
    <>
      <Button size="sm" onClick={isSpeaking ? player.stop : () => void player.play()}>
        {isSpeaking ? <Square aria-hidden /> : <Play aria-hidden />}
        {isSpeaking ? t('stop') : t('hear')}
      </Button>
      {player.error && <InlineError>{player.error}</InlineError>}
    </>
  )
}
