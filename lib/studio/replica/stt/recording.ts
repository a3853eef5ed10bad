import { chunkOut } from '@/lib/studio/replica/stt/decimator'

/** Milliseconds of one chunk, before speech began, and after it ended, that a recogniser gets to hear. */
const chunkMs = 10
const before = 300
const after = 200
/** Milliseconds that are looked back at most, and of the longest part. */
const longestAgo = 700
const longestPart = 30_000

/** Keeps what is said at 16,000 samples a second, in memory that does not grow. */
export type Recording = {
  /** The next 10 ms. */
  add(chunk: Int16Array): void
  /** Speech began `ago` milliseconds before now. */
  begin(ago: number): void
  /** It ended with `silence` milliseconds of silence, and is handed out. */
  end(silence: number): void
}

export function createRecording(take: (samples: Int16Array) => void): Recording {
  let chunks: Int16Array[] = []
  let speaking = false

  function hand(count: number): void {
    const samples = new Int16Array(count * chunkOut)
    for (let i = 0; i < count; i++) samples.set(chunks[i] ?? [], i * chunkOut)
    take(samples)
  }

  return {
    add(chunk) {
      chunks.push(chunk)
      if (!speaking && chunks.length * chunkMs > longestAgo) chunks.shift()
      if (speaking && chunks.length * chunkMs >= longestPart) {
        hand(chunks.length)
        chunks = []
      }
    },
    begin(ago) {
      speaking = true
      chunks = chunks.slice(-Math.ceil((ago + before) / chunkMs))
    },
    end(silence) {
      speaking = false
      const surplus = Math.max(0, silence - after) / chunkMs
      const count = Math.max(0, chunks.length - Math.floor(surplus))
      if (count > 0) hand(count)
      chunks = chunks.slice(-longestAgo / chunkMs)
    },
  }
}
