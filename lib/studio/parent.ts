import { type Clock, wait } from '@/lib/platform/clock'
import type { Passage } from '@/lib/protocol/mind'
import { type FromStudio, type ToStudio, toStudio } from '@/lib/protocol/studio'
import type { Admission } from '@/lib/studio/rooms/door'

/** Milliseconds the server has to judge a meeting token, and to search documents while somebody waits for an answer. */
const admitTimeout = 5000
const recallTimeout = 1500

type Channel = Pick<NodeJS.Process, 'on' | 'send' | 'connected'>

/** The server that forked this process. */
export type Parent = {
  tell(message: FromStudio): void
  /** Asks whether `token` opens the room; null when no answer came. */
  admit(conversationId: string, token: string): Promise<Admission>
  /** What the documents of a conversation say of a question, the best first; nothing when no answer came in time. */
  recall(conversationId: string, question: string): Promise<Passage[]>
  /** Tells nothing any more: what happens while this process stops is no news. */
  mute(): void
}

/**
 * The parent behind the IPC channel of `channel` (this process). `hear` gets its messages, `gone` is called when it
 * is no more; messages that are not of the protocol go to `stray`.
 */
export function createParent(
  channel: Channel,
  clock: Clock,
  {
    hear,
    stray,
    gone,
  }: {
    hear(message: Exclude<ToStudio, { type: 'admission' | 'recalled' }>): void
    stray(error: Error): void
    gone(): void
  },
): Parent {
  const admissions = new Map<number, (admission: Admission) => void>()
  const recalls = new Map<number, (passages: Passage[]) => void>()
  let lastId = 0
  let muted = false

  const tell = (message: FromStudio) => {
    // Between the parent's end and the notice of it a message has nowhere to go; the callback swallows that.
    if (!muted && channel.connected) channel.send?.(message, undefined, undefined, () => {})
  }

  /** Asks, and takes `otherwise` for the answer when none comes within `ms`. */
  async function ask<T>(
    waiting: Map<number, (answer: T) => void>,
    ms: number,
    otherwise: T,
    question: (id: number) => FromStudio,
  ): Promise<T> {
    lastId += 1
    const id = lastId
    const answer = new Promise<T>((resolve) => waiting.set(id, resolve))
    tell(question(id))
    try {
      return await Promise.race([answer, wait(clock, ms).then(() => otherwise)])
    } finally {
      waiting.delete(id)
    }
  }

  channel.on('disconnect', gone)
  channel.on('message', (raw: unknown) => {
    const { data: message, error } = toStudio.safeParse(raw)
    if (error) return stray(error)
    if (message.type === 'recalled') return recalls.get(message.id)?.(message.passages)
    if (message.type !== 'admission') return hear(message)
    const answer = admissions.get(message.id)
    if (message.admitted) answer?.({ admitted: message.admitted })
    else answer?.(message.refusal && { refusal: message.refusal })
  })

  return {
    tell,
    admit(conversationId, token) {
      return ask(admissions, admitTimeout, null, (id) => ({ type: 'admit', id, conversationId, token }))
    },
    recall(conversationId, question) {
      return ask(recalls, recallTimeout, [], (id) => ({ type: 'recall', id, conversationId, question }))
    },
    mute() {
      muted = true
    },
  }
}
