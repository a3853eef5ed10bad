/**
 * What `/v2/events` says: something changed, or `resync` when changes may have been missed. Ids only. `lost` and
 * `found` are our own: the stream broke off, and is there again.
 */
export type Change = { topic: string; id?: string }

/** A change, as far as it is one; null for anything else. */
function changeOf(told: unknown): Change | null {
  const { topic, id } = Object(told) as Record<string, unknown>
  if (typeof topic !== 'string' || (id !== undefined && typeof id !== 'string')) return null
  return { topic, ...(id !== undefined && { id }) }
}

const name = 'colloquy-events'
const longestPause = 30_000

/** What the watcher needs of the browser; `locks` is missing on plain http. */
export type Surroundings = {
  locks: Pick<LockManager, 'request'> | undefined
  openChannel: () => Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>
  openStream: () => Pick<
    EventSource,
    'close' | 'onopen' | 'onmessage' | 'onerror' | 'readyState' | 'addEventListener'
  >
  pause: (ms: number, then: () => void) => () => void
}

/** The browser's own locks, channels and streams. */
export const browser = (): Surroundings => ({
  locks: navigator.locks,
  openChannel: () => new BroadcastChannel(name),
  openStream: () => new EventSource('/v2/events'),
  pause: (ms, then) => {
    const timer = setTimeout(then, ms)
    return () => clearTimeout(timer)
  },
})

const closed = 2

function parse(data: unknown): Change | null {
  if (typeof data !== 'string') return null
  try {
    return changeOf(JSON.parse(data))
  } catch {
    return null
  }
}

/**
 * Tells `onChange` what changes on the server, until the returned function is called. Of all tabs of a browser one
 * holds the stream (whoever has the lock) and tells the others; when it is closed another takes over. A stream
 * that opens tells `resync`, as something may have been missed.
 */
export function watchChanges(onChange: (change: Change) => void, surroundings = browser()): () => void {
  const channel = surroundings.openChannel()
  let stopped = false
  let stopLeading = () => {}

  channel.onmessage = (event: MessageEvent) => {
    const told = changeOf(event.data)
    if (told) onChange(told)
  }

  /** Holds the stream until stopped. Resolves then, which gives the lock to the next tab. */
  const lead = () =>
    new Promise<void>((resolve) => {
      let stream: ReturnType<Surroundings['openStream']> | undefined
      let cancelPause = () => {}
      let failures = 0
      const tell = (what: Change) => {
        onChange(what)
        channel.postMessage(what)
      }
      const open = () => {
        const current = surroundings.openStream()
        stream = current
        current.onopen = () => {
          failures = 0
          tell({ topic: 'found' })
          // Something may have happened since the page was read, or while the stream was gone.
          tell({ topic: 'resync' })
        }
        current.onmessage = (event) => {
          const told = parse(event.data)
          if (told) tell(told)
        }
        current.addEventListener('resync', () => tell({ topic: 'resync' }))
        current.onerror = () => {
          // The browser connects again by itself unless it was refused; then the reads find out why.
          if (current.readyState === closed) tell({ topic: 'resync' })
          tell({ topic: 'lost' })
          if (current.readyState !== closed) return
          cancelPause = surroundings.pause(Math.min(longestPause, 1000 * 2 ** failures++), open)
        }
      }
      stopLeading = () => {
        cancelPause()
        stream?.close()
        resolve()
      }
      open()
    })

  if (surroundings.locks) {
    const waiting = new AbortController()
    const stopWaiting = () => waiting.abort()
    stopLeading = stopWaiting
    surroundings.locks
      .request(name, { signal: waiting.signal }, () => (stopped ? undefined : lead()))
      // Aborted while waiting: this page is going away.
      .catch(() => {})
  } else {
    void lead()
  }

  return () => {
    stopped = true
    stopLeading()
    channel.close()
  }
}
