import { createRoot } from 'react-dom/client'
import { KeyedVideo, type ShownBackground } from '@/components/room/keyed-video'
import { keyPixel, lookAround, type Rgb, ringOffsets } from '@/lib/client/room/keying'
import { createKeyer, type Keyer } from '@/lib/client/room/keying-canvas'

// A page with a person before a green screen, by canvas instead of camera, and what keys it.

/** How many pixels a swatch has to each side. */
const swatch = 16

type Source = { track: MediaStreamTrack; video: HTMLVideoElement; stop(): void }

declare global {
  interface Window {
    keying: {
      /** True and false as the keyer says whether it draws. */
      told: boolean[]
      /** Begins to key a picture of these colours, in swatches side by side; null: this browser cannot. */
      start(colors: Rgb[], options?: { vp8?: boolean }): Promise<boolean>
      /** A line across all swatches, pixel by pixel: what is on the canvas, and what the formula makes of the video. */
      line(): { drawn: number[]; expected: number[] }[]
      /** What the canvas has in the middle of each swatch: red, green, blue, opacity, from 0 to 255. */
      swatches(): number[][]
      loseGraphics(): Promise<void>
      restoreGraphics(): void
      stop(): void
      /** Shows the component of the room, with a person in red before the screen. */
      show(background: ShownBackground, options?: { vp8?: boolean }): Promise<void>
    }
  }
}

/** A video of swatches on which something always moves, so that there is always another picture. */
async function play(colors: Rgb[], vp8 = false): Promise<Source> {
  const canvas = document.createElement('canvas')
  canvas.width = swatch * colors.length
  canvas.height = 64
  const pen = canvas.getContext('2d')
  let tick = 0
  const paint = () => {
    if (!pen) return
    colors.forEach((color, index) => {
      pen.fillStyle = `rgb(${color.join(' ')})`
      pen.fillRect(index * swatch, 0, swatch, 64)
    })
    tick += 1
    pen.fillStyle = tick % 2 ? '#000' : '#fff'
    pen.fillRect(0, 60, 4, 4)
  }
  paint()
  const timer = setInterval(paint, 40)
  const [own] = canvas.captureStream(25).getVideoTracks()
  if (!own) throw new Error('The canvas gave no track.')
  const track = vp8 ? await throughVp8(own) : own
  const video = document.createElement('video')
  video.muted = true
  video.srcObject = new MediaStream([track])
  document.body.append(video)
  await video.play()
  return {
    track,
    video,
    stop() {
      clearInterval(timer)
      own.stop()
      video.remove()
    },
  }
}

/** The track as it arrives at the other end of a connection, whose codec is VP8. */
async function throughVp8(track: MediaStreamTrack): Promise<MediaStreamTrack> {
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()]
  near.onicecandidate = ({ candidate }) => void far.addIceCandidate(candidate ?? undefined)
  far.onicecandidate = ({ candidate }) => void near.addIceCandidate(candidate ?? undefined)
  const arrived = new Promise<MediaStreamTrack>((resolve) => {
    far.ontrack = (event) => resolve(event.track)
  })
  const sending = near.addTransceiver(track, { direction: 'sendonly' })
  const vp8 = RTCRtpReceiver.getCapabilities('video')?.codecs.filter(
    ({ mimeType }) => mimeType === 'video/VP8',
  )
  sending.setCodecPreferences(vp8 ?? [])
  await near.setLocalDescription()
  await far.setRemoteDescription(near.localDescription as RTCSessionDescriptionInit)
  await far.setLocalDescription()
  await near.setRemoteDescription(far.localDescription as RTCSessionDescriptionInit)
  return await arrived
}

/** The colour at a place between pixels, as graphics cards mix it. */
function between(at: (x: number, y: number) => Rgb, x: number, y: number): Rgb {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [right, down] = [x - left, y - top]
  const mix = (one: Rgb, other: Rgb, share: number) =>
    one.map((level, channel) => level + ((other[channel] ?? 0) - level) * share) as unknown as Rgb
  const row = (line: number) => mix(at(left, line), at(left + 1, line), right)
  return mix(row(top), row(top + 1), down)
}

const box = document.getElementById('box') as HTMLDivElement
let source: Source | null = null
let keyer: Keyer | null = null
let canvas = document.createElement('canvas')
let shown: Rgb[] = []
let graphics: WEBGL_lose_context | null = null

window.keying = {
  told: [],
  async start(colors, { vp8 } = {}) {
    shown = colors
    source = await play(colors, vp8)
    canvas = document.createElement('canvas')
    box.replaceChildren(canvas)
    keyer = createKeyer(canvas, { video: source.video, onDrawing: (now) => window.keying.told.push(now) })
    return keyer !== null
  },
  line() {
    const gl = canvas.getContext('webgl')
    const { videoWidth: width, videoHeight: height } = source?.video ?? { videoWidth: 0, videoHeight: 0 }
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
    if (!gl || !copy || !source) throw new Error('Nothing is drawn.')
    copy.drawImage(source.video, 0, 0)
    const y = Math.round(height / 3)
    const { data } = copy.getImageData(0, 0, width, height)
    const at = (x: number, line: number): Rgb => {
      const inside = (value: number, size: number) => Math.min(size - 1, Math.max(0, value))
      const first = (inside(line, height) * width + inside(x, width)) * 4
      return [data[first] ?? 0, data[first + 1] ?? 0, data[first + 2] ?? 0]
    }
    const drawn = new Uint8Array(width * 4)
    // The first line of WebGL is the lowest.
    gl.readPixels(0, height - 1 - y, width, 1, gl.RGBA, gl.UNSIGNED_BYTE, drawn)
    return Array.from({ length: width }, (_, x) => {
      const around = ringOffsets.map(([dx, dy]) => between(at, x + dx, y + dy))
      const { color, opacity } = keyPixel(at(x, y), lookAround(at(x, y), around))
      return { drawn: [...drawn.subarray(x * 4, x * 4 + 4)], expected: [...color, opacity * 255] }
    })
  },
  swatches() {
    const line = window.keying.line()
    return shown.map(
      (_, index) => line[Math.round(((index + 0.5) * line.length) / shown.length)]?.drawn ?? [],
    )
  },
  async loseGraphics() {
    graphics = canvas.getContext('webgl')?.getExtension('WEBGL_lose_context') ?? null
    graphics?.loseContext()
  },
  restoreGraphics: () => graphics?.restoreContext(),
  stop() {
    keyer?.stop()
    source?.stop()
  },
  async show(background, { vp8 } = {}) {
    const green: Rgb = [0, 255, 155]
    const red: Rgb = [200, 30, 30]
    source = await play([green, green, red, red, green, green], vp8)
    createRoot(box).render(
      <KeyedVideo track={source.track} background={background} label="Nathan, live" className="keyed" />,
    )
  },
}
