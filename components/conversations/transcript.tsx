'use client'

import { useEffect, useRef } from 'react'
import { cn } from '@/components/ui/cn'
import { CopyButton } from '@/components/ui/copy-button'
import { formatClock } from '@/lib/client/format'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema'

type Lines = ConversationVerbose['transcript']

/** The transcript as text to paste: a line each, with its time into the call. */
export const transcriptText = (lines: Lines) =>
  lines.map((line) => `[${formatClock(line.seconds_from_start)}] ${line.speaker}: ${line.content}`).join('\n')

/** What was said. While it is live the newest line stays in view, unless the reader has scrolled up. */
export function Transcript({ lines, live, className }: { lines: Lines; live?: boolean; className?: string }) {
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what moves it
  useEffect(() => {
    if (live && atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [live, lines.length])
  return (
    <section aria-label="Transcript" className={cn('flex min-h-0 min-w-0 flex-col', className)}>
      <div className="mb-2 flex h-8 items-center justify-between gap-2">
        <h2 className="font-semibold">Transcript</h2>
        {lines.length > 0 && (
          <CopyButton variant="ghost" size="sm" text={transcriptText(lines)}>
            Copy
          </CopyButton>
        )}
      </div>
      <div
        ref={box}
        role="log"
        aria-live={live ? 'polite' : 'off'}
        tabIndex={live ? 0 : undefined}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          atEnd.current = scrollTop + clientHeight > scrollHeight - 24
        }}
        className={cn(live && 'min-h-0 flex-1 overflow-y-auto')}
      >
        {lines.length === 0 ? (
          <p className="text-muted">{live ? 'Nothing has been said yet.' : 'Nothing was said.'}</p>
        ) : (
          <ol className="flex flex-col gap-3">
            {lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
              <li key={index} className="grid grid-cols-[3rem_minmax(0,1fr)] gap-x-2">
                <span className="tabular pt-0.5 text-muted text-xs">
                  {formatClock(line.seconds_from_start)}
                </span>
                <div className="min-w-0">
                  <p
                    dir="auto"
                    className={cn('text-xs', line.role === 'assistant' ? 'text-accent' : 'text-muted')}
                  >
                    {line.speaker}
                  </p>
                  <p dir="auto" className="whitespace-pre-wrap">
                    {line.content}
                  </p>
                </div>
              </li>
            ))}
          </ol>
        )}
      </div>
    </section>
  )
}
