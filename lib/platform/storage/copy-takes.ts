import { stat } from 'node:fs/promises'
import {
  CustomSource,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathTarget,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  MP4,
  Mp4OutputFormat,
  Output,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny'
import { type PartsReader, readParts, type StoredPart } from './parts'

/** Packets copied between two signs of life: some hundred kilobytes, a few milliseconds. */
const packetsAtOnce = 32
/** Bytes of one track that may wait for the other, which has fallen silent, before the take is cut there. */
const mostAhead = 64 * 1024 * 1024
/** Seconds; no take is longer, as no call is. */
const longestTake = 90_000
/** Bytes of the file that are gathered before they are written, and of a take that are kept while it is read. */
const chunkBytes = 4 * 1024 * 1024

type Video = { codec: NonNullable<Awaited<ReturnType<InputVideoTrack['getCodec']>>>; track: InputVideoTrack }
type Audio = { codec: NonNullable<Awaited<ReturnType<InputAudioTrack['getCodec']>>>; track: InputAudioTrack }
type Take = { input: Input; reader: PartsReader; video: Video | null; audio: Audio | null }

export type CopyOptions = {
  /** Each in the order of its bytes. What cannot be read of one is left out. */
  takes: StoredPart[][]
  mimeType: 'video/webm' | 'video/mp4'
  /** The file to write. */
  path: string
}

/**
 * Puts takes one behind the other into one file that says its length and can be sought in. Nothing is decoded; the
 * memory it takes does not grow with the length. Null when none of the takes can be played.
 * `alive` is called again and again with the number of the take that is being read, from 0.
 * @returns length in seconds, size in bytes
 * @throws Error when the disk fails
 */
export async function copyTakes(
  options: CopyOptions,
  alive: (take: number) => void,
): Promise<{ seconds: number; bytes: number } | null> {
  const { mimeType, path } = options
  const takes: Take[] = []
  try {
    for (const [number, parts] of options.takes.entries()) {
      alive(number)
      takes.push(await openTake(parts))
    }
    checkDisk(takes)
    const writer = await createWriter(takes, mimeType, path)
    if (!writer) return null
    let seconds = 0
    for (const [number, take] of takes.entries())
      seconds = await copyTake(take, writer, seconds, () => alive(number))
    checkDisk(takes)
    if (seconds === 0) {
      await writer.output.cancel()
      return null
    }
    await writer.output.finalize()
    return { seconds, bytes: (await stat(path)).size }
  } finally {
    for (const { input, reader } of takes) {
      input.dispose()
      await reader.close()
    }
  }
}

async function openTake(parts: StoredPart[]): Promise<Take> {
  const reader = readParts(parts)
  const source = new CustomSource({
    getSize: () => reader.size,
    read: reader.read,
    maxCacheSize: chunkBytes,
    prefetchProfile: 'fileSystem',
  })
  const input = new Input({ source, formats: [WEBM, MP4] })
  try {
    const video = await input.getPrimaryVideoTrack()
    const audio = await input.getPrimaryAudioTrack()
    const videoCodec = await video?.getCodec()
    const audioCodec = await audio?.getCodec()
    return {
      input,
      reader,
      video: video && videoCodec ? { codec: videoCodec, track: video } : null,
      audio: audio && audioCodec ? { codec: audioCodec, track: audio } : null,
    }
  } catch {
    // Cut off in its very header, or never a recording.
    return { input, reader, video: null, audio: null }
  }
}

type Writer = {
  output: Output
  video: { codec: string; source: EncodedVideoPacketSource } | null
  audio: { codec: string; source: EncodedAudioPacketSource } | null
}

/** The file has the tracks of the first take that has any; takes in another coding cannot follow in it. */
async function createWriter(
  takes: Take[],
  mimeType: CopyOptions['mimeType'],
  path: string,
): Promise<Writer | null> {
  const video = takes.find((take) => take.video)?.video
  const audio = takes.find((take) => take.audio)?.audio
  const format = mimeType === 'video/mp4' ? new Mp4OutputFormat({ fastStart: false }) : new WebMOutputFormat()
  const codecs: readonly string[] = format.getSupportedCodecs()
  const writable = [video, audio].every((one) => !one || codecs.includes(one.codec))
  if ((!video && !audio) || !writable) return null
  const output = new Output({ format, target: new FilePathTarget(path, { chunkSize: chunkBytes }) })
  const writer: Writer = {
    output,
    video: video ? { codec: video.codec, source: new EncodedVideoPacketSource(video.codec) } : null,
    audio: audio ? { codec: audio.codec, source: new EncodedAudioPacketSource(audio.codec) } : null,
  }
  if (writer.video) output.addVideoTrack(writer.video.source)
  if (writer.audio) output.addAudioTrack(writer.audio.source)
  await output.start()
  return writer
}

/** One track of a take on its way into the file. */
type Lane = {
  packets: AsyncGenerator<EncodedPacket, void, unknown>
  next: EncodedPacket | null
  /** Bytes written since the other lane had its last packet. */
  ahead: number
  add(packet: EncodedPacket): Promise<void>
}

/** Copies a take to where the file has come, `offset` seconds; returns where it has come then. */
async function copyTake(take: Take, writer: Writer, offset: number, alive: () => void): Promise<number> {
  let end = offset
  alive()
  try {
    const lanes = await lanesOf(take, writer)
    for (const lane of lanes) await advance(lane)
    const begin = Math.min(...lanes.map(({ next }) => next?.timestamp ?? Number.POSITIVE_INFINITY))
    for (let copied = 1; ; copied++) {
      const lane = earliest(lanes)
      const packet = lane?.next
      if (!lane || !packet) return end
      const timestamp = offset + packet.timestamp - begin
      if (timestamp - offset > longestTake || timestamp < offset) return end
      lane.ahead += packet.byteLength
      for (const other of lanes) if (other !== lane) other.ahead = 0
      if (lane.ahead > mostAhead) return end
      await lane.add(packet.clone({ timestamp }))
      end = Math.max(end, timestamp + packet.duration)
      await advance(lane)
      if (copied % packetsAtOnce === 0) alive()
    }
  } catch (error) {
    if (isWriteError(error)) throw error
    // What follows in this take cannot be read; what came before it can.
    return end
  }
}

async function lanesOf({ video, audio }: Take, writer: Writer): Promise<Lane[]> {
  const lanes: Lane[] = []
  if (video && writer.video && video.codec === writer.video.codec) {
    const { source } = writer.video
    const decoderConfig = (await video.track.getDecoderConfig()) ?? undefined
    const packets = new EncodedPacketSink(video.track).packets()
    lanes.push({ packets, next: null, ahead: 0, add: (packet) => source.add(packet, { decoderConfig }) })
  }
  if (audio && writer.audio && audio.codec === writer.audio.codec) {
    const { source } = writer.audio
    const decoderConfig = (await audio.track.getDecoderConfig()) ?? undefined
    const packets = new EncodedPacketSink(audio.track).packets()
    lanes.push({ packets, next: null, ahead: 0, add: (packet) => source.add(packet, { decoderConfig }) })
  }
  return lanes
}

async function advance(lane: Lane): Promise<void> {
  const { value } = await lane.packets.next()
  lane.next = value ?? null
}

const earliest = (lanes: Lane[]): Lane | undefined =>
  lanes.reduce<Lane | undefined>((first, lane) => {
    if (!lane.next) return first
    return !first?.next || lane.next.timestamp < first.next.timestamp ? lane : first
  }, undefined)

/** What could not be read from the disk is no end of a take. @throws Error what the disk said */
function checkDisk(takes: Take[]): void {
  for (const { reader } of takes) {
    const fault = reader.fault()
    if (fault) throw fault
  }
}

/** The disk's fault, as opposed to that of what was uploaded. */
const isWriteError = (error: unknown) => error instanceof Error && 'syscall' in error
