import { useCallback, useEffect, useRef, useState } from 'react'
import type { Connection } from '@/lib/client/room/connection'
import {
  type Interaction,
  interactionRefused,
  longestText,
  type UtteranceMessage,
  utterance,
} from '@/lib/protocol/interactions'

/** A message of ours that has not come back as something said; `refused` says why it will not. */
export type PendingMessage = { id: number; text: string; refused: string | null }

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
    return connection.onEvent((event) => {
      if (event.type !== 'app-message') return
      const said = utterance.safeParse(event.data).data
      if (said) settle(said)
      const refusal = interactionRefused.safeParse(event.data).data
      if (refusal) refuse(refusal.properties.reason)
    })
  }, [connection, change])

  const envelope = { message_type: 'conversation', conversation_id: conversationId } as const
  const send = (written: string) => {
    const text = written.trim()
    if (text.length > longestText)
      return `A message may have at most ${longestText.toLocaleString('en-US')} characters.`
    const message: Interaction = { ...envelope, event_type: 'conversation.respond', properties: { text } }
    if (!connection.send(message)) return 'There is no connection at the moment. Your text is kept.'
    lastId.current += 1
    change([...waiting.current, { id: lastId.current, text, refused: null }])
    return null
  }
  return {
    pending,
    ownLines,
    draft,
    setDraft,
    send,
    interrupt() {
      const message: Interaction = { ...envelope, event_type: 'conversation.interrupt' }
      connection.send(message)
    },
    discard: (id) => change(waiting.current.filter((one) => one.id !== id)),
  }
}
