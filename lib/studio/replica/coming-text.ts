/** A text that is read as fast as it comes, however slowly it is spoken. */
export type ComingText = {
  /** What has come. */
  whole(): string
  /** Its parts, from the first one on. What is thrown ends them. */
  parts(): AsyncGenerator<string>
}

/** Reads a text from now on, whether or not anybody asks for its parts. */
export function readAhead(text: string | AsyncIterable<string>): ComingText {
  const read: string[] = []
  let ended = false
  let more = () => {}
  async function reading(): Promise<void> {
    if (typeof text === 'string') read.push(text)
    else {
      for await (const part of text) {
        read.push(part)
        more()
      }
    }
  }
  reading()
    .catch(() => {})
    .finally(() => {
      ended = true
      more()
    })
  return {
    whole: () => read.join(''),
    async *parts() {
      for (let next = 0; ; ) {
        const part = read[next]
        if (part !== undefined) {
          next += 1
          yield part
        } else if (ended) return
        else
          await new Promise<void>((resolve) => {
            more = resolve
          })
      }
    },
  }
}
