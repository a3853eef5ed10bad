import { type Clock, wait } from '@/lib/platform/clock'
import { type FromStudio, type ToStudio, toStudio } from '@/lib/protocol/studio'
import type { Admission } from '@/lib/studio/rooms/door'

/** Milliseconds the server has to judge a meeting token. */
const admitTimeout = 5000

type Channel = Pick<NodeJS.Process, 'on' | 'send' | 'connected'>

/** The server that forked this process. */
export type Parent = {
  tell(message: FromStudio): void
  /** Asks whether `token` opens the room; null when no answer came. */
  admit(conversationId: string, token: string): Promise<Admission>
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
    hear(message: Exclude<ToStudio, { type: 'admission' }>): void
    stray(error: Error): void
    gone(): void
  },
): Parent {
  const questions = new Map<number, (admission: Admission) => void>()
  let lastId = 0
  let muted = false

  const tell = (message: FromStudio) => {
    // Between the parent's end and the notice of it a message has nowhere to go; the callback swallows that.
    if (!muted && channel.connected) channel.send?.(message, undefined, undefined, () => {})
  }

  channel.on('disconnect', gone)
  channel.on('message', (raw: unknown) => {
    const { data: message, error } = toStudio.safeParse(raw)
    if (error) return stray(error)
    if (message.type !== 'admission') return hear(message)
    const answer = questions.get(message.id)
    if (message.admitted) answer?.({ admitted: message.admitted })
    else answer?.(message.refusal && { refusal: message.refusal })
  })

  return {
    tell,
    async admit(conversationId, token) {
      lastId += 1
      const id = lastId
      const answer = new Promise<Admission>((resolve) => questions.set(id, resolve))
      tell({ type: 'admit', id, conversationId, token })
      try {
        return await Promise.race([answer, wait(clock, admitTimeout).then(() => null)])
      } finally {
        questions.delete(id)
      }
    },
    mute() {
      muted = true
    },
  }
}
