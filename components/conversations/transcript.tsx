'use client'

import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { CopyButton } from '@/components/ui/copy-button'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { Link } from '@/components/ui/link'
import { turnsQuery } from '@/lib/client/queries'
import { formatClock, transcriptJson, transcriptText, transcriptVtt } from '@/lib/domain/conversations/rules'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'
import { StageLegend, TurnLine } from './turn-line'
import { lengthOf, turnsByLine } from './turns'

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

type TranscriptProps = {
  conversationId: string
  lines: Lines
  /** What the lines are, where they are not the transcript that is kept. */
  note?: string
  /** Said while there are none, in place of that nothing was said. */
  empty?: string
  className?: string
}

/** What was said so far. The newest line stays in view, unless the reader has scrolled up. */
export function Transcript({ conversationId, lines, note, empty, className }: TranscriptProps) {
  const t = useTranslations('conversations.transcript')
  const turns = useTurns(conversationId, lines)
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  // The last line grows while it is being said.
  const newest = lines.at(-1)?.content
  // biome-ignore lint/correctness/useExhaustiveDependencies: new words are what moves it
  useEffect(() => {
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [lines.length, newest, turns.byLine.size])
  return (
    <section aria-label={t('transcript')} className={cn('flex min-h-0 min-w-0 flex-col', className)}>
      <div className="mb-2 flex min-h-8 items-center justify-between gap-2">
        <h2 className="sr-only">{t('transcript')}</h2>
        {turns.byLine.size > 0 ? (
          <StageLegend />
        ) : (
          <span className="text-pretty text-muted text-xs">{note}</span>
        )}
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
          <p className="text-muted">{empty ?? t('nothingHasBeenSaidYet')}</p>
        ) : (
          <ol className="flex flex-col gap-3">
            {lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
              <li key={index} className="grid grid-cols-[3rem_minmax(0,1fr)] gap-x-2">
                <span className="tabular pt-0.5 text-muted text-xs">
                  {formatClock(line.seconds_from_start)}
                </span>
                <SpokenLine line={line} isLive>
                  {turns.lineOf(index)}
                </SpokenLine>
              </li>
            ))}
          </ol>
        )}
      </div>
    </section>
  )
}

/** The turns of a conversation, by the number of the line that each of them is shown with. */
export function useTurns(conversationId: string, lines: Lines) {
  const { data } = useQuery(turnsQuery(conversationId))
  const turns = data?.data ?? []
  const byLine = turnsByLine(lines, turns)
  const longest = Math.max(...turns.map(lengthOf))
  return {
    byLine,
    lineOf(index: number): ReactNode {
      const turn = byLine.get(index)
      return turn && <TurnLine conversationId={conversationId} turn={turn} longest={longest} />
    },
  }
}

type SpokenLineProps = {
  line: Lines[number]
  /** On the page of its call, which a link would leave: links open in another tab. */
  isLive?: boolean
  children?: ReactNode
}

/** Who said it and when, the words as far as they were said, and what they rest on. */
export function SpokenLine({ line, isLive, children }: SpokenLineProps) {
  const t = useTranslations('conversations.transcript')
  const { duration, sources } = line
  const at = formatClock(line.seconds_from_start)
  return (
    <div className="min-w-0">
      <p
        dir="auto"
        title={duration === null ? t('began', { at }) : t('beganFor', { at, seconds: duration.toFixed(1) })}
        className={cn('w-fit text-xs', line.role === 'assistant' ? 'text-accent' : 'text-muted')}
      >
        {line.speaker}
      </p>
      <p dir="auto" className="whitespace-pre-wrap">
        {line.content}
      </p>
      {line.interrupted && <p className="text-muted text-xs">{t('interrupted')}</p>}
      {sources.length > 0 && (
        <p className="flex flex-wrap gap-x-3 text-muted text-xs">
          {t('sources')}
          {sources.map(({ document_id, document_name }) => (
            <Link
              key={document_id}
              href={`/knowledge/documents/${document_id}`}
              {...(isLive && { target: '_blank', rel: 'noopener' })}
              dir="auto"
              className="text-foreground underline decoration-border underline-offset-4 hover:decoration-current"
            >
              {document_name}
            </Link>
          ))}
        </p>
      )}
      {children}
    </div>
  )
}
