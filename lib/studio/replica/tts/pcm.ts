/** Samples a second of the protocol's `pcm`: 16 bits, one channel, little endian. */
export const pcmRate = 24_000

/** Makes samples of bytes that come in pieces of any length; a sample may lie across two of them. */
export function createPcmJoiner(): (bytes: Uint8Array) => Int16Array {
  let left: number | null = null
  return (bytes) => {
    const whole = left === null ? bytes : Uint8Array.of(left, ...bytes)
    const count = whole.length >> 1
    left = whole.length % 2 === 1 ? (whole[whole.length - 1] ?? null) : null
    const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength)
    return Int16Array.from({ length: count }, (_, i) => view.getInt16(i * 2, true))
  }
}

/** Hands on samples in frames of `length`, in one buffer that is used again. */
export function createFramer(length: number, take: (frame: Int16Array) => void) {
  const frame = new Int16Array(length)
  let filled = 0
  return {
    add(samples: Int16Array): void {
      for (let at = 0; at < samples.length; ) {
        const part = samples.subarray(at, at + length - filled)
        frame.set(part, filled)
        filled += part.length
        at += part.length
        if (filled === length) {
          filled = 0
          take(frame)
        }
      }
    },
    /** Fills the last frame up with silence, and hands it on. */
    flush(): void {
      if (filled === 0) return
      frame.fill(0, filled)
      filled = 0
      take(frame)
    },
  }
}

/** The first bytes of sounds in files, in hexadecimal: they are no plain samples. */
const files: [magic: RegExp, name: string][] = [
  [/^494433/, 'MP3'],
  [/^52494646/, 'WAV'],
  [/^4f676753/, 'Ogg'],
  [/^664c6143/, 'FLAC'],
  [/^1a45dfa3/, 'WebM'],
  [/^.{8}66747970/, 'MP4'],
  // A header of MPEG layer 3 with a bit rate that exists; then one of AAC.
  [/^ff(?:e2|e3|f2|f3|fa|fb)[1-9a-e]/, 'MP3'],
  [/^ff(?:f0|f1|f8|f9)[4-7]/, 'AAC'],
]
/** Bytes by which it is decided. */
const decisive = 16

/** What the beginning of an answer is, when it is no PCM, in words that follow "with"; null when it may be. */
export function notPcm(beginning: Uint8Array, contentType: string): string | null {
  if (/^(?:text\/|application\/(?:[\w.+-]*json|[\w.+-]*xml))/i.test(contentType)) return 'text'
  const head = Buffer.from(beginning.subarray(0, decisive))
  const file = files.find(([magic]) => magic.test(head.toString('hex')))
  if (file) return `${file[1]} sound`
  // Samples whose every byte is a letter are none.
  return head.length === decisive && /^[\t\n\r\x20-\x7e]+$/.test(head.toString('latin1')) ? 'text' : null
}

/** The pieces of an answer, the first of them long enough to tell what it is. `refuse` is called with it before. */
export async function* withBeginning(
  body: AsyncIterable<Uint8Array>,
  refuse: (beginning: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  let head: Buffer | null = Buffer.alloc(0)
  for await (const piece of body) {
    if (head) head = Buffer.concat([head, piece])
    if (head && head.length < decisive) continue
    if (head) refuse(head)
    yield head ?? piece
    head = null
  }
  if (!head) return
  refuse(head)
  yield head
}
