import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Connection } from '@/lib/client/room/connection'
import {
  type Interaction,
  interactionRefused,
  type UtteranceMessage,
  utterance,
} from '@/lib/protocol/interactions'
import { longestText } from '@/lib/protocol/longest-text'

/** A message of ours that has not come back as something said; `refused` says why it will not. */
export type PendingMessage = {
  id: number
  text: string
  refused: string | null
  /** `seq` of the last line there was when it was sent; null for what was written while the room was joined. */
  after: number | null
}

export type Chat = {
  pending: PendingMessage[]
  /** Numbers of the lines that we said. */
  ownLines: ReadonlySet<number>
  /** What stands in the box. */
  draft: string
  setDraft(text: string): void
  /** Returns null when it was sent, or in words why not. */
  send(text: string): string | null
  /** Cuts the replica off. */
  interrupt(): void
  discard(id: number): void
}

/** What we write to the replica, from pressing Enter until it is part of what was said. */
export function useChat(conversationId: string, connection: Connection): Chat {
  const t = useTranslations('room.useChat')
  const [draft, setDraft] = useState('')
  const [pending, setPending] = useState<PendingMessage[]>([])
  const [ownLines, setOwnLines] = useState<ReadonlySet<number>>(new Set())
  // Two messages may arrive between two renders, so what is waited for is kept beside the state.
  const waiting = useRef<PendingMessage[]>([])
  const lastId = useRef(0)

  const change = useCallback((next: PendingMessage[]) => {
    waiting.current = next
    setPending(next)
  }, [])

  const transmit = useCallback(
    (text: string) => {
      const message: Interaction = {
        message_type: 'conversation',
        conversation_id: conversationId,
        event_type: 'conversation.respond',
        properties: { text },
      }
      return connection.send(message)
    },
    [conversationId, connection],
  )

  useEffect(() => {
    const settle = ({ seq, properties }: UtteranceMessage) => {
      const isOurs = ({ text, refused }: PendingMessage) => !refused && text === properties.speech.trim()
      const ours = properties.role === 'user' && waiting.current.find(isOurs)
      if (!ours) return
      change(waiting.current.filter((one) => one !== ours))
      setOwnLines((lines) => new Set([...lines, seq]))
    }
    const refuse = (reason: string) => {
      const oldest = waiting.current.find(({ refused }) => !refused)
      change(waiting.current.map((one) => (one === oldest ? { ...one, refused: reason } : one)))
    }
    const again = () => {
      const { captions, participants, sessionId } = connection.snapshot()
      const own = participants.find(({ session_id }) => session_id === sessionId)?.name
      for (const message of waiting.current.filter(({ refused }) => !refused)) {
        const { after } = message
        const line =
          after !== null &&
          captions.find(
            ({ seq, role, speaker, text }) =>
              seq > after && role === 'user' && speaker === own && text === message.text,
          )
        if (line) {
          change(waiting.current.filter((one) => one !== message))
          setOwnLines((lines) => new Set([...lines, line.seq]))
        } else if (transmit(message.text)) {
          const sent = { ...message, after: after ?? captions.at(-1)?.seq ?? 0 }
          change(waiting.current.map((one) => (one === message ? sent : one)))
        }
      }
    }
    return connection.onEvent((event) => {
      if (event.type === 'joined') again()
      if (event.type !== 'app-message') return
      const said = utterance.safeParse(event.data).data
      if (said) settle(said)
      const refusal = interactionRefused.safeParse(event.data).data
      if (refusal) refuse(refusal.properties.reason)
    })
  }, [connection, change, transmit])

  const send = (written: string) => {
    const text = written.trim()
    if (text.length > longestText) return t('atMost', { most: longestText })
    const { captions, status } = connection.snapshot()
    const sent = transmit(text)
    // Whoever writes while the room is still being joined need not write it again.
    if (!sent && status.phase !== 'connecting') return t('noConnection')
    const after = sent ? (captions.at(-1)?.seq ?? 0) : null
    lastId.current += 1
    change([...waiting.current, { id: lastId.current, text, refused: null, after }])
    return null
  }
  return {
    pending,
    ownLines,
    draft,
    setDraft,
    send,
    interrupt() {
      const message: Interaction = {
        message_type: 'conversation',
        conversation_id: conversationId,
        event_type: 'conversation.interrupt',
      }
      connection.send(message)
    },
    discard: (id) => change(waiting.current.filter((one) => one.id !== id)),
  }
}
