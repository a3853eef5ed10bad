import { type FileHandle, open } from 'node:fs/promises'

/** A piece of a take on the disk. */
export type StoredPart = { path: string; bytes: number }

/** A take, read as if its parts were one file. */
export type PartsReader = {
  size: number
  /** The bytes from `start` to before `end`. @throws Error when the disk fails, or holds less than was stored */
  read(start: number, end: number): Promise<Uint8Array>
  /** What a read threw first: whoever reads through a parser may not learn of it otherwise. */
  fault(): Error | null
  close(): Promise<void>
}

/** Opens one part at a time; reads wait for each other. */
export function readParts(parts: StoredPart[]): PartsReader {
  const starts: number[] = []
  let size = 0
  for (const { bytes } of parts) {
    starts.push(size)
    size += bytes
  }
  let opened: { index: number; handle: FileHandle } | null = null
  let fault: Error | null = null
  let last: Promise<unknown> = Promise.resolve()

  async function close(): Promise<void> {
    const before = opened
    opened = null
    await before?.handle.close()
  }

  async function handleOf(index: number, path: string): Promise<FileHandle> {
    if (opened?.index === index) return opened.handle
    await close()
    const handle = await open(path)
    opened = { index, handle }
    return handle
  }

  async function fill(into: Uint8Array, start: number): Promise<void> {
    let index = Math.max(
      0,
      starts.findLastIndex((at) => at <= start),
    )
    let done = 0
    for (let part = parts[index]; part && done < into.length; part = parts[++index]) {
      const at = start + done - (starts[index] ?? 0)
      const length = Math.min(part.bytes - at, into.length - done)
      const handle = await handleOf(index, part.path)
      const { bytesRead } = await handle.read(into, done, length, at)
      if (bytesRead < length) throw new Error(`${part.path} is shorter than it was when it was stored.`)
      done += length
    }
  }

  return {
    size,
    async read(start, end) {
      const into = new Uint8Array(end - start)
      const reading = last.then(() => fill(into, start))
      last = reading.catch((error) => {
        fault ??= error
      })
      await reading
      return into
    },
    fault: () => fault,
    close: () => last.then(close),
  }
}
