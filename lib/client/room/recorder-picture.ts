import { type Box, pictureSize, placesOf, type Scene, type SceneTile } from './recorder-scene'

/** The call drawn into one picture. */
export type Picture = {
  canvas: HTMLCanvasElement
  show(scene: Scene): void
  draw(): void
  /** Everybody who is to be seen can be. */
  complete(): boolean
  stop(): void
}

const colours = { ground: '#161514', tile: '#2a2826', name: '#f5f4f2', plate: 'rgba(0, 0, 0, 0.55)' }
/** The page's own typeface. */
const font = (size: number) => `500 ${size}px ${getComputedStyle(document.body).fontFamily}`

/**
 * A picture of nobody at first.
 * @param keyed the canvas on which the page keys the replica's green away; null where it does not
 */
export function createPicture(keyed: () => HTMLCanvasElement | null): Picture {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, pictureSize)
  const context = canvas.getContext('2d', { alpha: false })
  const videos = new Map<MediaStreamTrack, HTMLVideoElement>()
  const images = new Map<string, HTMLImageElement>()
  let scene: Scene = { replica: null, background: null, people: [], screen: null, audio: [] }

  function videoOf(track: MediaStreamTrack): HTMLVideoElement {
    const known = videos.get(track)
    if (known) return known
    const video = document.createElement('video')
    video.muted = true
    video.playsInline = true
    video.srcObject = new MediaStream([track])
    video.play().catch(() => {
      // Played again with the next picture, or the track has ended.
    })
    videos.set(track, video)
    return video
  }

  function imageOf(url: string): HTMLImageElement {
    const known = images.get(url)
    if (known) return known
    const image = new Image()
    image.src = url
    images.set(url, image)
    return image
  }

  /** Draws `source` so that it fills the box (cover) or is whole in it. */
  function place(
    source: HTMLVideoElement | HTMLCanvasElement | HTMLImageElement,
    size: { width: number; height: number },
    box: Box,
    cover: boolean,
  ): void {
    if (!context || size.width === 0 || size.height === 0) return
    const [byWidth, byHeight] = [box.width / size.width, box.height / size.height]
    const scale = cover ? Math.max(byWidth, byHeight) : Math.min(byWidth, byHeight)
    const [width, height] = [size.width * scale, size.height * scale]
    context.save()
    context.beginPath()
    context.rect(box.x, box.y, box.width, box.height)
    context.clip()
    context.drawImage(
      source,
      box.x + (box.width - width) / 2,
      box.y + (box.height - height) / 2,
      width,
      height,
    )
    context.restore()
  }

  const seen = () => [scene.replica, scene.screen, ...scene.people].map((each) => each?.video ?? null)

  const sizeOf = (video: HTMLVideoElement) => ({ width: video.videoWidth, height: video.videoHeight })

  function tile({ name, video: track }: SceneTile, box: Box, cover: boolean): void {
    if (!context) return
    const video = track && videoOf(track)
    if (video && video.videoWidth > 0) {
      place(video, sizeOf(video), box, cover)
      plate(name, box)
      return
    }
    context.fillStyle = colours.tile
    context.fillRect(box.x, box.y, box.width, box.height)
    context.fillStyle = colours.name
    context.font = font(Math.min(40, box.height / 5))
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.fillText(name, box.x + box.width / 2, box.y + box.height / 2, box.width - 16)
  }

  /** A name at the lower edge. */
  function plate(name: string, box: Box): void {
    if (!context || box.height < 60) return
    context.font = font(14)
    context.textAlign = 'start'
    context.textBaseline = 'middle'
    const width = Math.min(context.measureText(name).width + 16, box.width)
    context.fillStyle = colours.plate
    context.fillRect(box.x, box.y + box.height - 26, width, 26)
    context.fillStyle = colours.name
    context.fillText(name, box.x + 8, box.y + box.height - 13, width - 16)
  }

  /** The replica before the background that participants see. */
  function replica(shown: SceneTile, box: Box): void {
    const { background } = scene
    const canvasOfPage = background && background.type !== 'green' && shown.video ? keyed() : null
    if (!context || !background || !canvasOfPage) {
      tile(shown, box, false)
      return
    }
    if (background.type === 'color') {
      context.fillStyle = background.color
      context.fillRect(box.x, box.y, box.width, box.height)
    } else if (background.type === 'image') {
      const image = imageOf(background.url)
      place(image, { width: image.naturalWidth, height: image.naturalHeight }, box, true)
    }
    place(canvasOfPage, canvasOfPage, box, false)
    plate(shown.name, box)
  }

  return {
    canvas,
    show(next) {
      scene = next
      const shown = seen()
      for (const [track, video] of videos) {
        if (shown.includes(track)) continue
        video.srcObject = null
        videos.delete(track)
      }
    },
    draw() {
      if (!context) return
      const places = placesOf(scene)
      context.fillStyle = colours.ground
      context.fillRect(0, 0, canvas.width, canvas.height)
      if (scene.screen) tile(scene.screen, places.main, false)
      if (scene.replica) replica(scene.replica, places.replica)
      for (const [index, person] of scene.people.entries()) {
        const box = places.people[index]
        if (box) tile(person, box, true)
      }
    },
    complete: () => seen().every((track) => track === null || videoOf(track).videoWidth > 0),
    stop() {
      for (const video of videos.values()) video.srcObject = null
      videos.clear()
      images.clear()
    },
  }
}
