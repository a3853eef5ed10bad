import { speaking, utterance } from '@/lib/protocol/interactions'
import type { Connection } from '../connection'
import { createReckoning, type Wait } from './reckoning'

/** Samples in one block of the audio thread. */
const block = 128

/** Where the part is served that runs on the audio thread (see scripts/clients.mjs). */
const workletAddress = '/client/loudness.js'

/** Measures how long this participant waits for answers, by the sound of their own microphone and of the replica. */
export type Meter = {
  /** Listens to these from now on. */
  listen(tracks: { own: MediaStreamTrack | null; replica: MediaStreamTrack | null }): void
  /** We sent a text at this moment. */
  wrote(text: string): void
  /** Takes an app-message of the replica's. */
  hear(message: unknown): void
  stop(): void
}

/** Measures in `context`, and calls `measured` with each wait. A browser without audio worklets measures nothing. */
export function createMeter(context: AudioContext, measured: (wait: Wait) => void): Meter {
  const reckoning = createReckoning()
  const sources = new Map<'own' | 'replica', { track: MediaStreamTrack; node: MediaStreamAudioSourceNode }>()
  let wanted: Parameters<Meter['listen']>[0] = { own: null, replica: null }
  let node: AudioWorkletNode | null = null
  /** What has happened in the page, until the audio thread has said at which instant of its clock. */
  let happened: ((at: number) => void)[] = []
  let stopped = false

  async function start(): Promise<void> {
    await context.audioWorklet?.addModule(workletAddress)
    if (stopped || !context.audioWorklet) return
    node = new AudioWorkletNode(context, 'loudness', { numberOfInputs: 2 })
    node.port.onmessage = ({ data }) => {
      if ('came' in data) happened.shift()?.(data.came / context.sampleRate)
      else take(data)
    }
    // It is silent; what leads nowhere is not run.
    node.connect(context.destination)
    for (const name of ['own', 'replica'] as const) plug(name)
  }

  function take({ frame, levels }: { frame: number; levels: Float32Array }): void {
    const length = block / context.sampleRate
    const from = frame / context.sampleRate
    for (let at = 0; at < levels.length / 2; at += 1) {
      const wait = reckoning.take(levels[at * 2] ?? 0, levels[at * 2 + 1] ?? 0, from + at * length, length)
      if (wait) measured(wait)
    }
  }

  /** Calls `act` with the instant of now. The audio thread knows it: its clock stands still now and then, the page's does not. */
  function stamp(act: (at: number) => void): void {
    if (!node) return
    happened.push(act)
    node.port.postMessage(null)
  }

  /** Connects what is wanted to its input, in place of what was. */
  function plug(name: 'own' | 'replica'): void {
    const before = sources.get(name)
    const track = wanted[name]
    if (!node || before?.track === (track ?? undefined)) return
    before?.node.disconnect()
    sources.delete(name)
    if (!track) return
    const source = context.createMediaStreamSource(new MediaStream([track]))
    source.connect(node, 0, name === 'own' ? 0 : 1)
    sources.set(name, { track, node: source })
  }

  // Without it nothing is measured, and nobody need know.
  void start().catch(() => {})

  return {
    listen(tracks) {
      wanted = tracks
      for (const name of ['own', 'replica'] as const) plug(name)
    },
    wrote(text) {
      stamp((at) => reckoning.wrote(text, at))
    },
    hear(message) {
      const said = utterance.safeParse(message).data
      const told = speaking.safeParse(message).data
      const id = said?.inference_id ?? told?.inference_id
      if (id === undefined) return
      if (said?.properties.role === 'user') stamp(() => reckoning.said(said.properties.speech, id))
      if (told?.event_type === 'conversation.replica.started_speaking') stamp((at) => reckoning.began(id, at))
    },
    stop() {
      stopped = true
      for (const { node } of sources.values()) node.disconnect()
      sources.clear()
      happened = []
      node?.port.close()
      node?.disconnect()
      node = null
    },
  }
}

/** Tells the room of `connection` what `context` measures there; to be told which sounds to listen to. */
export function meterFor(connection: Connection, context: AudioContext): Meter {
  const meter = createMeter(context, ({ inferenceId, latencyMs, from }) =>
    connection.tellHeard({ inference_id: inferenceId, latency_ms: latencyMs, from }),
  )
  const unsubscribe = connection.onEvent((event) => {
    if (event.type !== 'app-message') return
    const { participants } = connection.snapshot()
    const replica = participants.find(({ role }) => role === 'replica')
    if (event.from === replica?.session_id) meter.hear(event.data)
  })
  return {
    ...meter,
    stop() {
      unsubscribe()
      meter.stop()
    },
  }
}
