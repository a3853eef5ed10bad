'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { useCall } from '@/components/call/use-call'
import { CopyButton } from '@/components/ui/copy-button'
import { Input } from '@/components/ui/input'
import { formatClock } from '@/lib/domain/conversations/rules'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'
import { type ConsoleEntry, consoleEntries, entriesText, filterEntries } from './console'

/** Everything that happens in a live conversation, as programs get it: to be searched, opened and copied. */
export function EventConsole({ conversation }: { conversation: ConversationVerbose }) {
  const t = useTranslations('conversations.eventConsole')
  const failures = useTranslations('shell.modelFailure')
  const { messages, state } = useCall()
  const [text, setText] = useState('')
  const [streaming, setStreaming] = useState(false)
  const all = consoleEntries(conversation.events, messages, failures)
  const shown = filterEntries(all, text, streaming)
  const nothing =
    all.length > 0 ? t('noEventMatches') : state.phase === 'joined' ? t('nothingHasHappened') : t('joinToSee')
  const began = Date.parse(conversation.created_at)
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new entry is what moves it
  useEffect(() => {
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [shown.length])
  return (
    <section aria-label={t('events')} className="flex min-h-0 flex-1 flex-col gap-2">
      <div className="flex items-center gap-2">
        <Input
          type="search"
          aria-label={t('filterEvents')}
          placeholder={t('filterEvents')}
          value={text}
          onChange={({ target }) => setText(target.value)}
          className="h-8"
        />
        <CopyButton
          variant="ghost"
          label={t('copyTheEventsShown')}
          text={entriesText(shown)}
          disabled={shown.length === 0}
        />
      </div>
      <label className="flex w-fit items-center gap-2 text-muted text-xs">
        <input
          type="checkbox"
          checked={streaming}
          onChange={({ target }) => setStreaming(target.checked)}
          className="accent-accent"
        />
        {t('wordsAsTheyAreSpoken')}
      </label>
      <div
        ref={box}
        role="log"
        aria-live="off"
        aria-label={t('eventsShown')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which has to be possible by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          atEnd.current = scrollTop + clientHeight > scrollHeight - 24
        }}
        className="min-h-32 flex-1 overflow-y-auto"
      >
        {shown.length === 0 ? (
          <p className="text-muted">{nothing}</p>
        ) : (
          <ol className="flex flex-col font-mono text-xs">
            {shown.map((entry) => (
              <Entry key={entry.key} entry={entry} began={began} />
            ))}
          </ol>
        )}
      </div>
    </section>
  )
}

function Entry({ entry, began }: { entry: ConsoleEntry; began: number }) {
  return (
    <li className="border-border border-b last:border-b-0">
      <details>
        <summary className="flex cursor-pointer gap-2 py-1.5">
          <span className="tabular w-10 shrink-0 text-muted">{formatClock((entry.at - began) / 1000)}</span>
          <span className="min-w-0">
            <span className="break-all">{entry.type}</span>
            {entry.summary && (
              <span dir="auto" className="line-clamp-1 font-sans text-muted">
                {entry.summary}
              </span>
            )}
          </span>
        </summary>
        <pre className="overflow-x-auto pb-2 pl-12">{JSON.stringify(entry.data, null, 2)}</pre>
      </details>
    </li>
  )
}
