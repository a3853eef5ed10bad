import type { DailyCall, DailyEventObjectFatalError, DailyFactoryOptions } from '@daily-co/daily-js'
import { cameraTrouble, type DeviceTrouble, isOver, otherTrouble } from './device-trouble'

/** Why a call cannot be shown or joined. */
export type CallProblem =
  /** The page is neither HTTPS nor localhost. */
  | 'insecure'
  | 'offline'
  /** The room did not answer in time. */
  | 'unreachable'
  | 'full'
  | 'not-allowed'
  | 'token'
  | 'ended'
  | 'ejected'
  | 'replaced'
  | 'busy'
  | 'failed'

export type CallState =
  | { phase: 'idle' }
  | { phase: 'loading' }
  | { phase: 'joining' }
  | { phase: 'joined'; interrupted: boolean }
  | { phase: 'left' }
  | { phase: 'failed'; problem: CallProblem }

export type Daily = { createFrame(parent: HTMLElement, properties: DailyFactoryOptions): DailyCall }

export type DailyCallOptions = {
  /** An empty element that React does not fill. */
  container: HTMLElement
  meetingUrl: string
  /** A fresh token for a private room, asked for at this join. */
  token: string | undefined
  userName: string
  onState(state: CallState): void
  onAppMessage(data: unknown, fromId: string): void
  /** A device is missing in the call; null: it is there again. */
  onDevice?(trouble: DeviceTrouble | null): void
  /** Fetches the library when it is first needed; it works in the browser only. */
  load(): Promise<Daily>
}

/** One join of one call. It is over once left or failed; another join is another one of these. */
export type Call = {
  /** Sends an app-message to everybody. Returns false when not joined or when it is too long for the frame. */
  send(data: unknown): boolean
  /** Says goodbye. */
  leave(): void
  /** Takes the frame away without a word, as a closed tab does: a return is waited for. */
  drop(): void
}

/** Milliseconds until a frame that says nothing is given up; the library itself waits 25 s. */
const loadTimeout = 12_000
/** Milliseconds a room gets to say goodbye before its frame is taken away. */
const goodbyeTimeout = 3000

// The library allows one instance at a time, so the next waits until the last has gone.
let released: Promise<void> = Promise.resolve()

/**
 * Has the library try the address that it is given, and not Daily's other domains after it, each for 25 s more and long
 * after its frame is gone. There is no other switch than this entry of the storage.
 */
function tryOneAddress(): void {
  try {
    window.localStorage.setItem('daily:disable-base-domain-fallback', '1')
  } catch {
    // Blocked storage: it tries longer, which nobody waits for.
  }
}

/** Opens the frame and joins. Everything that goes wrong becomes a state; nothing is thrown. */
export function startCall(options: DailyCallOptions): Call {
  let over = false
  let joined = false
  let loaded = false
  let frame: DailyCall | null = null
  let stopTimeout = () => {}

  const tell = (state: CallState) => {
    if (!over) options.onState(state)
  }
  /** The last state; after it the frame is taken away. */
  function finish(state: CallState | null): void {
    if (over) return
    if (state) options.onState(state)
    over = true
    stopTimeout()
    const finished = frame
    if (finished) released = release(finished)
  }

  async function run(): Promise<void> {
    if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) {
      finish({ phase: 'failed', problem: 'insecure' })
      return
    }
    tell({ phase: 'loading' })
    const [daily] = await Promise.all([options.load(), released])
    if (over) return
    tryOneAddress()
    frame = daily.createFrame(options.container, {
      iframeStyle: { width: '100%', height: '100%', border: '0' },
      allowMultipleCallInstances: true,
    })
    prepare(frame)
    const timer = setTimeout(() => {
      if (!loaded) finish({ phase: 'failed', problem: navigator.onLine ? 'unreachable' : 'offline' })
    }, loadTimeout)
    stopTimeout = () => clearTimeout(timer)
    const { meetingUrl: url, userName, token } = options
    // The library throws on properties that are undefined.
    await frame.join({ url, userName, ...(token !== undefined && { token }) })
  }

  let trouble: DeviceTrouble | null = null
  function tellDevice(next: DeviceTrouble | null): void {
    trouble = next
    if (!over) options.onDevice?.(next)
  }

  function prepare(created: DailyCall): void {
    const element = created.iframe()
    if (element) {
      element.title = 'Meeting room'
      element.allow += ' fullscreen;'
    }
    created
      .on('loaded', () => {
        loaded = true
        tell({ phase: 'joining' })
      })
      .on('joined-meeting', () => {
        joined = true
        tell({ phase: 'joined', interrupted: false })
      })
      .on('network-connection', ({ type, event }) => {
        if (type === 'signaling' && joined) tell({ phase: 'joined', interrupted: event === 'interrupted' })
      })
      .on('app-message', ({ data, fromId }) => {
        if (!over) options.onAppMessage(data, fromId)
      })
      .on('camera-error', (event) => tellDevice(cameraTrouble(event)))
      .on('nonfatal-error', (event) => {
        const next = otherTrouble(event)
        if (next) tellDevice(next)
      })
      .on('participant-updated', ({ participant: { local, tracks } }) => {
        if (local && trouble && isOver(trouble, tracks)) tellDevice(null)
      })
      .on('error', (event) => finish({ phase: 'failed', problem: problemOf(event) }))
      .on('left-meeting', () => finish({ phase: 'left' }))
  }

  run().catch(() => finish({ phase: 'failed', problem: navigator.onLine ? 'failed' : 'offline' }))
  return {
    send(data) {
      if (over || !joined || !frame) return false
      try {
        frame.sendAppMessage(data, '*')
        return true
      } catch {
        return false
      }
    },
    leave() {
      if (!loaded || !frame) {
        finish({ phase: 'left' })
        return
      }
      // `left-meeting` finishes it; a room that does not answer is not waited for.
      const timer = setTimeout(() => finish({ phase: 'left' }), goodbyeTimeout)
      void frame.leave().finally(() => clearTimeout(timer))
    },
    drop() {
      // Without its page nobody in the frame can say goodbye.
      frame?.iframe()?.remove()
      finish(null)
    },
  }
}

/** Destroys an instance, also one that would wait for ever for a `left-meeting` that its room cannot send. */
async function release(frame: DailyCall): Promise<void> {
  const element = frame.iframe()
  const destroyed = frame.destroy().catch(() => {})
  element?.remove()
  window.postMessage(
    {
      what: 'iframe-call-message',
      from: 'embedded',
      callClientId: frame.callClientId,
      action: 'left-meeting',
    },
    window.location.origin,
  )
  await Promise.race([destroyed, new Promise((resolve) => setTimeout(resolve, goodbyeTimeout))])
}

const problems: Partial<Record<string, CallProblem>> = {
  'meeting-full': 'full',
  'not-allowed': 'not-allowed',
  'no-room': 'not-allowed',
  'exp-token': 'token',
  'nbf-token': 'token',
  'exp-room': 'ended',
  'nbf-room': 'ended',
  ejected: 'ejected',
  'connection-error': 'unreachable',
}

/** What a fatal error of the library means; our own room says it more exactly in its details. */
export function problemOf({ error }: DailyEventObjectFatalError): CallProblem {
  const details: unknown = error && 'details' in error ? error.details : undefined
  const reason =
    typeof details === 'object' && details !== null && 'reason' in details ? details.reason : undefined
  if (reason === 'replaced' || reason === 'busy') return reason
  return problems[error?.type ?? ''] ?? 'failed'
}
