import '@/lib/client/without-eval'
import { createMeter, type Meter } from '@/lib/client/room/meter/meter'
import type { Wait } from '@/lib/client/room/meter/reckoning'

// A participant's ear: the meter of the room page between a microphone and a replica whose waveforms are known, and
// beside it a recorder of every sample by the same clock, which knows nothing of the meter.

/** What is asked and answered: seconds, and how. */
export type Asked = { from: Wait['from']; speaks: 'tone' | 'words'; wait: number; long: number; hz: number }
/** Milliseconds as the meter has them and as they are by the waveform and, where nothing is in between, by the schedule. */
export type Measured = {
  asked: Asked
  metered: number | null
  recorded: number | null
  scheduled: number | null
}

type Recorded = { frame: number; own: Float32Array; replica: Float32Array }

/** Seconds before and after what is asked and answered. */
const lead = 0.1
const rest = 0.45
/** What is louder is heard: -46 dB of full scale, above all noise here. */
const audible = 0.005

const voices = new AudioContext()
const ears = new AudioContext()
const words = { samples: new Float32Array() }
const prepared = ears.audioWorklet.addModule('/recorder.js')

/** Plays into a track of its own, with a little noise where there is a room around it. */
function mouth(noise: number) {
  const output = voices.createMediaStreamDestination()
  const hum = voices.createBufferSource()
  hum.buffer = voices.createBuffer(1, voices.sampleRate * 2, voices.sampleRate)
  hum.buffer.getChannelData(0).forEach((_, n, all) => {
    all[n] = (Math.random() * 2 - 1) * noise
  })
  hum.loop = true
  hum.connect(output)
  hum.start()
  const [track] = output.stream.getAudioTracks()
  if (!track) throw new Error('The page has no track.')
  return {
    track,
    play(samples: Float32Array<ArrayBuffer>, at: number) {
      const source = voices.createBufferSource()
      source.buffer = voices.createBuffer(1, samples.length, voices.sampleRate)
      source.buffer.copyToChannel(samples, 0)
      source.connect(output)
      source.start(at)
    },
  }
}

function tone({ long, hz }: Asked): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    { length: Math.round(long * voices.sampleRate) },
    (_, n) => 0.25 * Math.cos((2 * Math.PI * hz * n) / voices.sampleRate),
  )
}

/** The track as it arrives at the other end of a connection. */
async function through(track: MediaStreamTrack): Promise<MediaStreamTrack> {
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()]
  near.onicecandidate = ({ candidate }) => void far.addIceCandidate(candidate ?? undefined)
  far.onicecandidate = ({ candidate }) => void near.addIceCandidate(candidate ?? undefined)
  const arrived = new Promise<MediaStreamTrack>((resolve) => {
    far.ontrack = (event) => resolve(event.track)
  })
  near.addTransceiver(track, { direction: 'sendonly' })
  await near.setLocalDescription()
  await far.setRemoteDescription(near.localDescription as RTCSessionDescriptionInit)
  await far.setLocalDescription()
  await near.setRemoteDescription(far.localDescription as RTCSessionDescriptionInit)
  const received = await arrived
  // As the room plays it; Chromium gives its sound to nobody otherwise.
  const element = new Audio()
  element.muted = true
  element.srcObject = new MediaStream([received])
  await element.play()
  return received
}

/** One participant and one replica; with `network` there is a connection between them. */
async function pair(network: boolean) {
  const [own, replica] = [mouth(0.001), mouth(0)]
  const heard = network ? await through(replica.track) : replica.track
  const waits: Wait[] = []
  const meter: Meter = createMeter(ears, (wait) => waits.push(wait))
  meter.listen({ own: own.track, replica: heard })

  await prepared
  const recorder = new AudioWorkletNode(ears, 'recorder', { numberOfInputs: 2 })
  recorder.connect(ears.destination)
  for (const [input, track] of [own.track, heard].entries())
    ears.createMediaStreamSource(new MediaStream([track])).connect(recorder, 0, input)
  let recorded: Recorded[] = []
  let marks: number[] = []
  recorder.port.onmessage = ({ data }) => {
    if ('mark' in data) marks.push(data.mark)
    else recorded.push(data)
  }
  return {
    own,
    replica,
    network,
    waits,
    meter,
    recorder,
    take: () => {
      const taken = { recorded, marks }
      recorded = []
      marks = []
      return taken
    },
  }
}

type Pair = Awaited<ReturnType<typeof pair>>

const until = async (instant: number) => {
  while (voices.currentTime < instant) await new Promise((resolve) => setTimeout(resolve, 5))
}

const message = (event_type: string, inference_id: string, properties: object) => ({
  ...{ message_type: 'conversation', conversation_id: 'c1', timestamp: 1, seq: 1, turn_idx: 1 },
  ...{ event_type, inference_id, properties },
})

/** Asks once and is answered once. */
async function turn(one: Pair, asked: Asked, id: string): Promise<Measured> {
  const { own, replica, meter, waits, recorder } = one
  one.take()
  const begin = voices.currentTime + lead
  const said = asked.speaks === 'words' ? words.samples : tone(asked)
  let ended = begin
  if (asked.from === 'speech') {
    own.play(Float32Array.from(said), begin)
    ended = begin + said.length / voices.sampleRate
  } else {
    await until(begin)
    recorder.port.postMessage('mark')
    meter.wrote(id)
    meter.hear(message('conversation.utterance', id, { role: 'user', speech: id }))
  }
  const at = ended + asked.wait
  replica.play(tone(asked), at)
  await until(at)
  meter.hear(message('conversation.replica.started_speaking', id, {}))
  await until(at + asked.long + rest)
  const { recorded, marks } = one.take()
  return {
    asked,
    metered:
      waits.find(({ inferenceId, from }) => inferenceId === id && from === asked.from)?.latencyMs ?? null,
    recorded: waitIn(recorded, marks[0] ?? null),
    scheduled: one.network || asked.from === 'text' || asked.speaks === 'words' ? null : asked.wait * 1000,
  }
}

/** From the last sample of ours that is heard (or from `mark`, a frame) to the replica's first one, in milliseconds. */
function waitIn(recorded: Recorded[], mark: number | null): number | null {
  let asked = mark
  let onset: number | null = null
  for (const { frame, own, replica } of recorded) {
    for (const [n, sample] of own.entries())
      if (mark === null && Math.abs(sample) > audible) asked = frame + n + 1
    if (onset !== null) continue
    const first = replica.findIndex((sample) => Math.abs(sample) > audible)
    if (first >= 0) onset = frame + first
  }
  return asked === null || onset === null ? null : ((onset - asked) / ears.sampleRate) * 1000
}

declare global {
  interface Window {
    meter: {
      /** Sets what is said where words are spoken: samples at 48,000 a second, 16 bits. */
      words(samples: number[]): void
      /** Makes these turns, one after the other for each of some pairs that run at the same time. */
      run(turns: Asked[][], network: boolean): Promise<Measured[]>
    }
  }
}

window.meter = {
  words(samples) {
    words.samples = Float32Array.from(samples, (sample) => sample / 32_768)
  },
  async run(turns, network) {
    const all = await Promise.all(
      turns.map(async (asked, lane) => {
        const one = await pair(network)
        // Clocks, connections and what is known of the noise settle.
        await until(voices.currentTime + 1.5)
        const measured: Measured[] = []
        for (const [n, each] of asked.entries()) measured.push(await turn(one, each, `${lane}-${n}`))
        one.meter.stop()
        return measured
      }),
    )
    return all.flat()
  },
}
