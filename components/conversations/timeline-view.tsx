'use client'

import { useTranslations } from 'next-intl'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { formatClock } from '@/lib/domain/conversations/rules'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'
import { type Moment, momentAt, momentLink, momentsOf } from './timeline'
import { SpokenLine, TranscriptTools, useTurns } from './transcript'
import { StageLegend } from './turn-line'

type TimelineProps = {
  conversation: ConversationVerbose
  /** The moment that the address names, in seconds; null: none. */
  linked: number | null
}

const textOf = (moment: Moment) =>
  'line' in moment ? `${moment.line.speaker} ${moment.line.content}` : moment.event

/** What was said and what happened, in order. Each time is a link that opens the page at that moment. */
export function Timeline({ conversation, linked }: TimelineProps) {
  const t = useTranslations('conversations.timelineView')
  const happened = useTranslations('conversations.timeline')
  const endings = useTranslations('conversations.endings')
  const failures = useTranslations('shell.modelFailure')
  const turns = useTurns(conversation.conversation_id, conversation.transcript)
  const [what, setWhat] = useState<'all' | 'said' | 'events'>('all')
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search).trim().toLowerCase()
  const moments = momentsOf(conversation, { t: happened, endings, failures })
  const opened = linked === null ? undefined : momentAt(moments, linked)
  const list = useRef<HTMLOListElement>(null)
  const key = opened?.key
  useEffect(() => {
    if (key) list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'center' })
  }, [key])

  // What stands with the line that was not answered is not told a second time right after it.
  const told = new Set([...turns.byLine.values()].map(({ problem }) => problem))
  const isChosen = (moment: Moment) => {
    if (what !== 'all') return (what === 'said') === 'line' in moment
    return 'line' in moment || moment.problem === undefined || !told.has(moment.problem)
  }
  const shown = moments.filter(
    (moment) =>
      // A moment that is linked to is seen, whatever is chosen.
      moment === opened || (isChosen(moment) && textOf(moment).toLowerCase().includes(wanted)),
  )
  return (
    <section aria-labelledby="timeline" className="min-w-0">
      <div className="mb-2 flex h-8 items-center justify-between gap-2">
        <h2 id="timeline" className="font-semibold">
          {t('timeline')}
        </h2>
        <TranscriptTools
          lines={conversation.transcript}
          fileName={`${conversation.conversation_id}-transcript`}
        />
      </div>
      <div className="mb-4 flex gap-2">
        <Select
          aria-label={t('whatIsShown')}
          className="w-40 shrink-0"
          value={what}
          onChange={({ target }) => setWhat(target.value as typeof what)}
        >
          <option value="all">{t('everything')}</option>
          <option value="said">{t('whatWasSaid')}</option>
          <option value="events">{t('events')}</option>
        </Select>
        <Input
          type="search"
          aria-label={t('searchTheTimeline')}
          placeholder={t('search')}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
      </div>
      {turns.byLine.size > 0 && (
        <div className="mb-3">
          <StageLegend />
        </div>
      )}
      {shown.length === 0 && <p className="text-muted">{t('noMatch')}</p>}
      <ol ref={list} className="flex flex-col">
        {shown.map((moment) => (
          <li
            key={moment.key}
            aria-current={moment === opened ? 'true' : undefined}
            className="-mx-2 grid grid-cols-[3rem_minmax(0,1fr)] gap-x-2 rounded-md px-2 py-1.5 aria-[current]:bg-accent-soft"
          >
            <a
              href={momentLink.write(moment.at)}
              title={t('linkToThisMoment')}
              className="tabular h-fit w-fit pt-0.5 text-muted text-xs underline-offset-4 hover:underline"
            >
              {formatClock(moment.at)}
            </a>
            {'line' in moment ? (
              <SpokenLine line={moment.line}>{turns.lineOf(moment.index)}</SpokenLine>
            ) : (
              <p dir="auto" className="text-muted">
                {moment.event}
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
