'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useCall } from '@/components/call/use-call'
import type { ActionAnswer } from '@/components/shell/answers'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { longestText } from '@/lib/protocol/longest-text'

/** What can be done with a text: the message's kind after `conversation.`, and where the text stands in it. */
const kinds = {
  respond: 'text',
  echo: 'text',
  append_llm_context: 'context',
  overwrite_llm_context: 'context',
} as const
type Kind = keyof typeof kinds
const kindNames = Object.keys(kinds) as Kind[]

/** Characters of JSON that the browser's channel takes; longer texts go by the server, where that can give them. */
const longestMessage = 4096

type ComposerProps = {
  /** As the room knows it. */
  conversationId: string
  /** By the server. Without it, texts go by the call's channel alone: while this page is in the call. */
  interact?: (id: string, message: unknown) => Promise<ActionAnswer>
}

/** Has the replica answer a text as if a participant had said it, say it word for word, or know it. */
export function Composer({ conversationId, interact }: ComposerProps) {
  const t = useTranslations('conversations.composer')
  const failures = useTranslations('shell.failures')
  const { state, sendAppMessage } = useCall()
  const isClosed = !interact && state.phase !== 'joined'
  const [kind, setKind] = useState<Kind>('respond')
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  /** A context was taken: nothing else is seen of that. */
  const [done, setDone] = useState(false)

  /** Whether the replica has it. `surely`: by the server, which says that it was taken; the room's channel only sends. */
  const give = async (
    event: { event_type: string; properties?: object },
    surely = false,
  ): Promise<boolean> => {
    const message = { message_type: 'conversation', conversation_id: conversationId, ...event }
    setProblem(undefined)
    const fits = JSON.stringify(message).length <= longestMessage
    if (!(surely && interact) && fits && sendAppMessage(message)) return true
    if (!interact) {
      setProblem(fits ? t('joinFirst') : t('tooLong', { most: longestMessage }))
      return false
    }
    // Also what is too long for the channel, and what a page gives that is not in the room.
    setBusy(true)
    const answer = await interact(conversationId, message).catch(() => null)
    setBusy(false)
    if (!answer?.ok) setProblem(answer ? answer.message : failures('unreachable'))
    return answer?.ok ?? false
  }

  const send = async () => {
    const wanted = text.trim()
    if (!wanted || busy || isClosed) return
    const field = kinds[kind]
    const isKnowledge = field === 'context'
    if (!(await give({ event_type: `conversation.${kind}`, properties: { [field]: wanted } }, isKnowledge)))
      return
    setText('')
    setDone(isKnowledge)
  }

  return (
    <form
      method="post"
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {problem && <Notice tone="danger">{problem}</Notice>}
      <Textarea
        aria-label={t('textForTheReplica')}
        rows={2}
        disabled={isClosed}
        maxLength={longestText}
        placeholder={t(`${kind}.invites`)}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setDone(false)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          void send()
        }}
        className="max-h-40 min-h-14"
      />
      <p role="status" className="text-muted text-xs empty:hidden">
        {isClosed ? t('joinFirst') : done && (interact ? t('known') : t('sent'))}
      </p>
      <div className="flex items-center justify-between gap-2">
        <Select
          aria-label={t('whatToDo')}
          className="w-44"
          value={kind}
          onChange={({ target }) => setKind(target.value as Kind)}
        >
          {kindNames.map((value) => (
            <option key={value} value={value}>
              {t(`${value}.name`)}
            </option>
          ))}
        </Select>
        <span className="flex gap-2">
          <Button
            variant="ghost"
            disabled={busy || isClosed}
            title={t('theReplicaStopsSpeaking')}
            onClick={() => void give({ event_type: 'conversation.interrupt' })}
          >
            {t('interrupt')}
          </Button>
          <Button type="submit" busy={busy} disabled={isClosed}>
            {t('send')}
          </Button>
        </span>
      </div>
    </form>
  )
}
