import type { BrowserContext, Frame, Page } from '@playwright/test'

/**
 * Looks at the media that pages really receive: every track of every peer connection is measured in the page, beside
 * whatever the page does with it.
 */
export type Sample = { at: number; value: number }

/** What one received stream was like: loudness (RMS, 0 to 1) of its sound, and its pictures, 64 pixels a side. */
export type Received = {
  stream: string
  audio: { tracks: number; levels: Sample[] }
  video: { tracks: number; width: number; height: number; frames: Sample[]; moved: Sample[]; mouth: Sample[] }
}

/** Where a face of ours has its mouth, as parts of the picture. */
export type Area = { left: number; top: number; right: number; bottom: number }

/** Starts measuring in every page of `context`; call it before a page is opened. `mouth` is where the mouth is looked for. */
export async function measureMedia(context: BrowserContext, mouth: Area): Promise<void> {
  await context.addInitScript((area: Area) => {
    type Entry = Received & { latest: ImageData | null; first: ImageData | null }
    const streams = new Map<string, Entry>()
    const size = 64
    Object.assign(window, { receivedMedia: streams })

    const entryOf = (stream: string): Entry => {
      const known = streams.get(stream)
      if (known) return known
      const entry: Entry = {
        stream,
        audio: { tracks: 0, levels: [] },
        video: { tracks: 0, width: 0, height: 0, frames: [], moved: [], mouth: [] },
        latest: null,
        first: null,
      }
      streams.set(stream, entry)
      return entry
    }

    function listen(entry: Entry, track: MediaStreamTrack): void {
      entry.audio.tracks += 1
      const context = new AudioContext()
      const analyser = context.createAnalyser()
      analyser.fftSize = 1024
      context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
      const samples = new Float32Array(analyser.fftSize)
      const timer = setInterval(() => {
        if (track.readyState === 'ended') return clearInterval(timer)
        analyser.getFloatTimeDomainData(samples)
        const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
        entry.audio.levels.push({ at: performance.now(), value: Math.sqrt(power) })
      }, 20)
    }

    function look(entry: Entry, track: MediaStreamTrack): void {
      entry.video.tracks += 1
      const video = document.createElement('video')
      video.muted = true
      video.srcObject = new MediaStream([track])
      void video.play().catch(() => {})
      const canvas = document.createElement('canvas')
      canvas.width = size
      canvas.height = size
      const context = canvas.getContext('2d', { willReadFrequently: true })
      const next = () => {
        const at = performance.now()
        entry.video.width = video.videoWidth
        entry.video.height = video.videoHeight
        context?.drawImage(video, 0, 0, size, size)
        const image = context?.getImageData(0, 0, size, size) ?? null
        if (image) {
          entry.video.frames.push({ at, value: difference(image, null, everything) })
          if (entry.latest) entry.video.moved.push({ at, value: difference(image, entry.latest, everything) })
          entry.first ??= image
          entry.video.mouth.push({ at, value: darkness(image, area) })
          entry.latest = image
        }
        video.requestVideoFrameCallback(next)
      }
      video.requestVideoFrameCallback(next)
    }

    const everything = { left: 0, top: 0, right: 1, bottom: 1 }
    function over(part: Area, visit: (index: number) => void): void {
      for (let y = Math.round(part.top * size); y < part.bottom * size; y += 1)
        for (let x = Math.round(part.left * size); x < part.right * size; x += 1) visit((y * size + x) * 4)
    }
    function difference(image: ImageData, before: ImageData | null, part: Area): number {
      let sum = 0
      let count = 0
      over(part, (i) => {
        for (let c = 0; c < 3; c += 1)
          sum += Math.abs((image.data[i + c] ?? 0) - (before ? (before.data[i + c] ?? 0) : 128))
        count += 3
      })
      return sum / count
    }
    /** How much of an area is dark, 0 to 1: an open mouth is. */
    function darkness(image: ImageData, part: Area): number {
      let dark = 0
      let count = 0
      over(part, (i) => {
        const light = (image.data[i] ?? 0) + (image.data[i + 1] ?? 0) + (image.data[i + 2] ?? 0)
        dark += Math.max(0, 1 - light / 765)
        count += 1
      })
      return dark / count
    }

    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(...configuration: ConstructorParameters<typeof RTCPeerConnection>) {
        super(...configuration)
        this.addEventListener('track', ({ track, streams: [stream] }) => {
          const entry = entryOf(stream?.id ?? '')
          if (track.kind === 'audio') listen(entry, track)
          else look(entry, track)
        })
      }
    }
  }, mouth)
}

/** What a page or frame has received so far, by stream. */
export async function received(frame: Page | Frame): Promise<Received[]> {
  return await frame.evaluate(() => {
    const streams = (window as unknown as { receivedMedia: Map<string, Received> }).receivedMedia
    return [...streams.values()].map(({ stream, audio, video }) => ({ stream, audio, video }))
  })
}

/** The colour in the middle of an area of the newest picture of a stream: red, green, blue. */
export async function colorAt(frame: Page | Frame, stream: string, x: number, y: number): Promise<number[]> {
  return await frame.evaluate(
    ([stream, x, y]) => {
      const streams = (window as unknown as { receivedMedia: Map<string, { latest: ImageData | null }> })
        .receivedMedia
      const image = streams.get(stream)?.latest
      if (!image) return []
      const i = (Math.floor(y * image.height) * image.width + Math.floor(x * image.width)) * 4
      return [...image.data.slice(i, i + 3)]
    },
    [stream, x, y] as const,
  )
}

/** The greatest value in a span of time (milliseconds of the page's clock). */
export const peak = (samples: Sample[], from = 0, to = Number.POSITIVE_INFINITY) =>
  Math.max(0, ...samples.filter(({ at }) => at >= from && at <= to).map(({ value }) => value))

/** Pearson's correlation of two series of samples, the second shifted by `lag` milliseconds. */
export function correlation(first: Sample[], second: Sample[], lag = 0): number {
  const pairs = first.flatMap(({ at, value }) => {
    const near = nearest(second, at + lag)
    return near && Math.abs(near.at - at - lag) < 40 ? [[value, near.value] as const] : []
  })
  const mean = (index: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[index], 0) / pairs.length
  const [meanA, meanB] = [mean(0), mean(1)]
  const sum = (of: (a: number, b: number) => number) =>
    pairs.reduce((total, [a, b]) => total + of(a - meanA, b - meanB), 0)
  return sum((a, b) => a * b) / Math.sqrt(sum((a) => a * a) * sum((_, b) => b * b))
}

function nearest(samples: Sample[], at: number): Sample | undefined {
  let best: Sample | undefined
  for (const sample of samples) {
    if (!best || Math.abs(sample.at - at) < Math.abs(best.at - at)) best = sample
    else break
  }
  return best
}
