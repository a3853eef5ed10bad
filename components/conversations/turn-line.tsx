import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { cn } from '@/components/ui/cn'
import { Dialog } from '@/components/ui/dialog'
import { onUse } from '@/components/ui/on-use'
import { formatMilliseconds } from '@/lib/client/format'
import type { ConversationTurn } from '@/lib/domain/conversations/schema/turns'
import { lengthOf, type Part, partsOf, stageNames } from './turns'

const ModelView = onUse(() => import('./model-view').then((part) => part.ModelView))

/** The way to the ear has no colour of the studio's stages: it is nobody's work. */
const colorOf = (name: Part['name']) =>
  name === 'way' ? 'var(--series-rest)' : `var(--series-${stageNames.indexOf(name) + 1})`

function Swatch({ name }: { name: Part['name'] }) {
  return (
    <span
      aria-hidden
      className="inline-block size-2 shrink-0 rounded-[2px]"
      style={{ background: colorOf(name) }}
    />
  )
}

/** What the colours of the bars mean. */
export function StageLegend() {
  const t = useTranslations('conversations.turnLine')
  return (
    <ul aria-label={t('legend')} className="flex flex-wrap gap-x-3 gap-y-0.5 text-muted text-xs">
      {stageNames.map((name) => (
        <li key={name} className="flex items-center gap-1.5">
          <Swatch name={name} />
          {t(`stages.${name}`)}
        </li>
      ))}
    </ul>
  )
}

type TurnLineProps = {
  conversationId: string
  turn: ConversationTurn
  /** The longest wait beside it, in milliseconds: the bars of all are drawn to one measure. */
  longest: number
}

/** How long an answer took and why, and what its model saw. */
export function TurnLine({ conversationId, turn, longest }: TurnLineProps) {
  const t = useTranslations('conversations.turnLine')
  const [seen, setSeen] = useState(false)
  const length = lengthOf(turn)
  const parts = partsOf(turn)
  return (
    <div className="mt-1 flex flex-col gap-1 text-xs">
      {turn.problem && (
        <p className="text-danger" dir="auto">
          {t('problem', { message: turn.problem })}
        </p>
      )}
      <div className="relative min-h-4 text-muted">
        {length > 0 && (
          <details className="rounded-sm">
            <summary
              title={parts
                .map(({ name, took }) => `${t(`stages.${name}`)}: ${formatMilliseconds(took)}`)
                .join('\n')}
              className="flex cursor-pointer list-none flex-col gap-1 [&::-webkit-details-marker]:hidden"
            >
              <span className="tabular w-fit">{t(howFar(turn), { time: formatMilliseconds(length) })}</span>
              <Bar parts={parts} longest={longest} />
            </summary>
            <Stages parts={parts} isHeard={turn.heard !== null} />
          </details>
        )}
        {turn.model !== null && (
          <button
            type="button"
            aria-haspopup="dialog"
            onClick={() => setSeen(true)}
            className="absolute top-0 right-0 underline decoration-border underline-offset-4 hover:text-foreground hover:decoration-current max-[23rem]:static"
          >
            {t('whatTheModelSaw')}
          </button>
        )}
      </div>
      <Dialog
        open={seen}
        onOpenChange={setSeen}
        title={t('whatTheModelSaw')}
        description={t('modelAndTurn', { model: turn.model ?? '', turn: turn.turn })}
        className="max-w-3xl"
      >
        <ModelView conversationId={conversationId} turn={turn.turn} />
      </Dialog>
    </div>
  )
}

/** As what its last instant is told: an answer that never left was given up. */
function howFar({ heard, stages }: ConversationTurn) {
  if (heard !== null) return 'heardAfter'
  return stages.sending === null ? 'noneAfter' : 'sentAfter'
}

function Bar({ parts, longest }: { parts: Part[]; longest: number }) {
  return (
    <span aria-hidden className="flex h-1.5 w-full gap-px overflow-hidden rounded-[2px] bg-subtle">
      {parts
        .filter(({ took }) => took > 0)
        .map(({ name, took }) => (
          <span
            key={name}
            className="h-full min-w-px"
            style={{ width: `${(took / longest) * 100}%`, background: colorOf(name) }}
          />
        ))}
    </span>
  )
}

function Stages({ parts, isHeard }: { parts: Part[]; isHeard: boolean }) {
  const t = useTranslations('conversations.turnLine')
  const cell = 'py-0.5 text-right font-normal tabular'
  return (
    <table className="mt-1 w-full max-w-80">
      <thead>
        <tr>
          <th scope="col" className="py-0.5 text-left font-normal">
            {t('stage')}
          </th>
          <th scope="col" className={cell}>
            {t('took')}
          </th>
          <th scope="col" className={cell}>
            {t('until')}
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ name, took, until }) => (
          <tr key={name}>
            <th scope="row" className="py-0.5 text-left font-normal text-foreground">
              <span className="flex items-center gap-1.5">
                <Swatch name={name} />
                {t(`stages.${name}`)}
              </span>
            </th>
            <td className={cn(cell, 'text-foreground')}>{formatMilliseconds(took)}</td>
            <td className={cell}>{formatMilliseconds(until)}</td>
          </tr>
        ))}
      </tbody>
      {!isHeard && parts.some(({ name }) => name === 'sending') && (
        <caption className="caption-bottom pt-1 text-left text-pretty">{t('notMeasured')}</caption>
      )}
    </table>
  )
}
