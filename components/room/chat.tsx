'use client'

import { ArrowDown, SendHorizontal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { InlineError } from '@/components/ui/inline-error'
import { longestText } from '@/lib/protocol/longest-text'
import type { Caption } from '@/lib/protocol/room'
import type { Chat as ChatState, PendingMessage } from './use-chat'

/** Pixels from the end within which new lines keep the end in view. */
const nearEnd = 80

const scrollToEnd = (box: HTMLElement | null) => box?.scrollTo({ top: box.scrollHeight })

type ChatProps = {
  replicaName: string
  ownName: string | undefined
  captions: Caption[]
  /** The replica's words so far, while it speaks. */
  speaking: string | null
  chat: ChatState
  thinking: boolean
  /** The box to write in. */
  box: RefObject<HTMLTextAreaElement | null>
  /** Escape in the box; null while there is nothing to stop. */
  onStop: (() => void) | null
  /** Stands above the box: what a recogniser hears. */
  children?: ReactNode
}

/** Everything said, and the box to say something. */
export function Chat({
  replicaName,
  ownName,
  captions,
  speaking,
  chat,
  thinking,
  box: composer,
  onStop,
  children,
}: ChatProps) {
  const t = useTranslations('room.chat')
  const list = useRef<HTMLDivElement>(null)
  const [following, setFollowing] = useState(true)

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line moves the end
  useLayoutEffect(() => {
    if (following) scrollToEnd(list.current)
  }, [captions.length, speaking, chat.pending.length, thinking, following])

  useEffect(() => {
    const box = list.current
    if (!box) return
    // A keyboard that opens makes the list shorter: the last message stays in view.
    const observer = new ResizeObserver(() => following && scrollToEnd(box))
    observer.observe(box)
    return () => observer.disconnect()
  }, [following])

  return (
    <section aria-label={t('chat')} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="relative flex min-h-0 flex-1 flex-col">
        <div
          ref={list}
          role="log"
          aria-label={t('whatWasSaid')}
          aria-live="polite"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          onScroll={({ currentTarget: box }) =>
            setFollowing(box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd)
          }
          className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto overscroll-contain px-4 py-3 [&>:first-child]:mt-auto"
        >
          {captions.map((line) => (
            <Line key={line.seq} line={line} isOwn={isOwn(line, ownName, chat.ownLines)} />
          ))}
          {speaking && (
            // A screen reader is told the whole of it when it is said, not each word.
            <div aria-hidden>
              <Line
                line={{ seq: 0, role: 'replica', speaker: replicaName, text: speaking, at: 0 }}
                isOwn={false}
              />
            </div>
          )}
          {chat.pending.map((message) => (
            <Pending
              key={message.id}
              message={message}
              onEdit={() => {
                chat.setDraft(message.text)
                chat.discard(message.id)
                composer.current?.focus()
              }}
            />
          ))}
          {thinking && <p className="text-muted">{t('thinking', { replicaName })}</p>}
        </div>
        {!following && (
          <Button
            size="sm"
            className="-translate-x-1/2 absolute bottom-2 left-1/2 shadow-overlay"
            onClick={() => {
              setFollowing(true)
              scrollToEnd(list.current)
            }}
          >
            <ArrowDown aria-hidden /> {t('latestMessage')}
          </Button>
        )}
      </div>
      {children}
      <Composer replicaName={replicaName} chat={chat} box={composer} onStop={onStop} />
    </section>
  )
}

const isOwn = ({ seq, role, speaker }: Caption, ownName: string | undefined, ownLines: ReadonlySet<number>) =>
  role === 'user' && (ownLines.has(seq) || speaker === ownName)

const bubble = 'whitespace-pre-wrap rounded-lg px-3 py-2'

function Line({ line, isOwn }: { line: Caption; isOwn: boolean }) {
  const t = useTranslations('room.chat')
  return (
    <div className={cn('flex min-w-0 max-w-[90%] flex-col gap-0.5', isOwn ? 'self-end' : 'self-start')}>
      <span className={cn('line-clamp-1 text-muted text-xs', isOwn && 'self-end')}>
        <bdi>{isOwn ? t('you') : line.speaker || t('participant')}</bdi>
      </span>
      <p dir="auto" className={cn(bubble, isOwn ? 'bg-accent-soft' : 'bg-subtle')}>
        {line.text}
      </p>
    </div>
  )
}

function Pending({ message, onEdit }: { message: PendingMessage; onEdit: () => void }) {
  const t = useTranslations('room.chat')
  const { text, refused } = message
  return (
    <div className="flex min-w-0 max-w-[90%] flex-col items-end gap-0.5 self-end">
      <span className="text-muted text-xs">{refused ? t('notTaken') : t('sending')}</span>
      <p dir="auto" className={cn(bubble, 'bg-accent-soft', refused ? 'text-danger' : 'opacity-70')}>
        {text}
      </p>
      {refused && (
        <InlineError>
          {refused}{' '}
          <button type="button" className="underline underline-offset-2" onClick={onEdit}>
            {t('editIt')}
          </button>
        </InlineError>
      )}
    </div>
  )
}

type ComposerProps = Pick<ChatProps, 'replicaName' | 'chat' | 'box' | 'onStop'>

function Composer({ replicaName, chat, box, onStop }: ComposerProps) {
  const t = useTranslations('room.chat')
  const { draft, setDraft, send } = chat
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => box.current?.focus(), [box])

  const submit = () => {
    if (draft.trim() === '') return
    const refused = send(draft)
    setProblem(refused)
    if (refused === null) setDraft('')
    box.current?.focus()
  }
  const left = longestText - draft.trim().length
  return (
    <form
      method="post"
      className="flex shrink-0 flex-col gap-1 border-border border-t p-3"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className="flex items-end gap-2">
        <textarea
          ref={box}
          dir="auto"
          rows={1}
          value={draft}
          aria-label={t('messageTo', { replicaName })}
          aria-invalid={left < 0 || undefined}
          placeholder={t('placeholder', { replicaName })}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            // While an input method composes a word, the keys belong to it.
            if (event.nativeEvent.isComposing) return
            if (event.key === 'Escape') onStop?.()
            if (event.key !== 'Enter' || event.shiftKey) return
            event.preventDefault()
            submit()
          }}
          className="field-sizing-content max-h-32 min-h-10 pointer-coarse:min-h-11 w-full min-w-0 resize-none rounded-md border border-input bg-surface px-3 py-2 text-sm aria-invalid:border-danger pointer-coarse:text-base"
        />
        <Button
          type="submit"
          variant="primary"
          size="icon"
          className="size-10 pointer-coarse:size-11"
          aria-label={t('send')}
        >
          <SendHorizontal aria-hidden className="rtl:-scale-x-100" />
        </Button>
      </div>
      {(problem || left < 1000) && (
        <p role="alert" className={cn('text-xs', problem || left < 0 ? 'text-danger' : 'text-muted')}>
          {problem ??
            (left < 0 ? t('charactersTooMany', { count: -left }) : t('charactersLeft', { count: left }))}
        </p>
      )}
    </form>
  )
}
