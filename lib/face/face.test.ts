import { createCanvas, Path2D } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import type { Cast } from '@/lib/protocol/cast'
import { stockReplicas } from '@/prisma/stock/replicas'
import { createFace } from './face'
import { correlation, frameMs, speechLike } from './fixture'
import { closedMouth, type Mouth, mouthAt, mouthShapes } from './mouth'
import { visemes } from './mouth-track'
import type { FaceState } from './pose'

/** Pixels a side of what is drawn here. */
const size = 256
const states: FaceState[] = ['idle', 'listening', 'thinking', 'speaking']
const green = '#00ff9b'
const said = (viseme: (typeof visemes)[number]): Mouth => ({ ...mouthShapes[viseme], voice: 1 })

/** A face on a canvas of its own, and what it has drawn: four bytes a pixel. */
function easel(look: Cast['replica']['look'], background: string | null = null, seed = 'easel') {
  const context = createCanvas(size, size).getContext('2d')
  const face = createFace(look, { background, seed, Path2D })
  const pixels = () => context.getImageData(0, 0, size, size).data
  return {
    draw(ms: number, state: FaceState, mouth: Mouth) {
      face.draw(context, { ms, state, mouth })
      return pixels
    },
    still() {
      face.drawStill(context)
      return pixels()
    },
  }
}

/** How many pixels show the inside of the mouth: what is dark red, white or tongue around where the mouth is. */
function mouthPixels(pixels: Uint8ClampedArray): number {
  const inside = [
    [0x5a, 0x1a, 0x20],
    [0xff, 0xfa, 0xf2],
    [0xcf, 0x6a, 0x66],
  ]
  let count = 0
  for (let y = Math.round(size * 0.59); y < size * 0.76; y += 1) {
    for (let x = Math.round(size * 0.51); x < size * 0.67; x += 1) {
      const at = 4 * (y * size + x)
      const near = inside.some(
        (color) => Math.hypot(...color.map((value, channel) => value - (pixels[at + channel] ?? 0))) < 20,
      )
      if (near) count += 1
    }
  }
  return count
}

/** The picture of a state that has been reached. */
function settled(look: (typeof stockReplicas)[number]['look'], state: FaceState, background: string | null) {
  const { draw } = easel(look, background)
  for (let ms = 0; ms < 3200; ms += frameMs) draw(ms, state, closedMouth)
  return draw(3200, state, closedMouth)()
}

/** The part of the picture in which two drawings differ visibly. */
function difference(one: Uint8ClampedArray, other: Uint8ClampedArray): number {
  let count = 0
  for (let at = 0; at < one.length; at += 4) {
    const far = [0, 1, 2].some(
      (channel) => Math.abs((one[at + channel] ?? 0) - (other[at + channel] ?? 0)) > 24,
    )
    if (far) count += 1
  }
  return count / (size * size)
}

const colorAt = (pixels: Uint8ClampedArray, at: number) =>
  `#${[...pixels.subarray(at, at + 3)].map((value) => value.toString(16).padStart(2, '0')).join('')}`

describe('a beard', () => {
  const lips = (beardColor: string) => {
    const options = { beard: 'variant02', mouth: 'bearded', beardColor }
    const pixels = easel({ style: 'notionists', options }).still()
    let count = 0
    for (let at = 0; at < pixels.length; at += 4) if (colorAt(pixels, at) === '#d3917d') count += 1
    return count
  }

  it('has lips in it where the line of a closed mouth could not be seen', () => {
    expect(lips('#1f1a17')).toBeGreaterThan(10)
    expect(lips('#d3cfc7')).toBe(0)
  })
})

describe.each(stockReplicas)('the face of $replicaName', ({ look }) => {
  it('stands on a ground that is exactly flat, and shows none of it inside', () => {
    const onGreen = settled(look, 'speaking', green)
    const onMagenta = settled(look, 'speaking', '#ff00ff')
    const onLime = settled(look, 'speaking', '#00ff00')
    const own = settled(look, 'speaking', null)
    let outside = 0
    let inside = 0
    let wrong = 0
    for (let at = 0; at < onGreen.length; at += 4) {
      if (colorAt(onMagenta, at) === '#ff00ff') {
        outside += 1
        if (colorAt(onGreen, at) !== green || colorAt(own, at) !== look.options.ground) wrong += 1
      } else if (colorAt(onMagenta, at) === colorAt(onLime, at)) {
        inside += 1
        if (colorAt(onGreen, at) !== colorAt(own, at)) wrong += 1
      }
    }
    const all = size * size
    expect(wrong).toBe(0)
    expect(outside / all).toBeGreaterThan(0.25)
    expect(inside / all).toBeGreaterThan(0.35)
    // What is neither is the soft edge between them.
    expect(outside + inside).toBeGreaterThan(0.96 * all)
    for (let x = 0; x < size; x += 1) expect(colorAt(onGreen, 4 * x)).toBe(green)
  })

  it('opens its mouth with the voice: the picture correlates with the loudness above 0.75, best within 40 ms', () => {
    const { draw } = easel(look)
    const track = speechLike('picture', 30)
    const open: number[] = []
    const instants: number[] = []
    for (let ms = 0; ms < track.energy.length * 10; ms += frameMs) {
      instants.push(ms)
      open.push(mouthPixels(draw(ms, 'speaking', mouthAt(track, ms))()))
    }
    const loudAt = (ms: number) => {
      const first = Math.max(0, Math.floor((ms - frameMs / 2) / 10))
      const around = track.energy.subarray(first, first + frameMs / 10)
      return around.reduce((sum, value) => sum + value, 0) / Math.max(1, around.length)
    }
    const at = (lag: number) =>
      correlation(
        open,
        instants.map((ms) => loudAt(ms + lag)),
      )
    expect(at(0)).toBeGreaterThan(0.75)
    for (const lag of [-120, -80, 80, 120]) expect(at(0)).toBeGreaterThan(at(lag))

    const largest = Math.max(...open)
    expect(largest).toBeGreaterThan(100)
    const steps = open.slice(1).map((area, index) => Math.abs(area - (open[index] ?? 0)) / largest)
    expect(Math.max(...steps)).toBeLessThan(0.75)
  })

  it('keeps its mouth shut without a voice, in every state', () => {
    for (const state of states) {
      const { draw } = easel(look)
      for (let ms = 0; ms < 4000; ms += 200)
        expect(mouthPixels(draw(ms, state, closedMouth)())).toBeLessThan(12)
    }
  })

  it('shows each state differently', () => {
    const pictures = states.map((state) => settled(look, state, null))
    for (const [at, one] of pictures.entries()) {
      for (const other of pictures.slice(at + 1)) expect(difference(one, other)).toBeGreaterThan(0.015)
    }
  })

  it('is still when it is drawn at rest', () => {
    const { draw, still } = easel(look)
    const before = still()
    for (let ms = 0; ms < 2000; ms += frameMs) draw(ms, 'speaking', said('aa'))
    expect(difference(still(), before)).toBe(0)
  })
})

describe('a face', () => {
  const look = { style: 'notionists' as const, options: { ground: '#d3e2ec' } }

  it('draws the same pictures for the same seed and calls, and others for another seed', () => {
    const film = (seed: string) => {
      const { draw } = easel(look, null, seed)
      const track = speechLike('film', 6)
      return Array.from({ length: 40 }, (_, frame) => {
        const pixels = draw(
          frame * frameMs,
          frame < 30 ? 'speaking' : 'idle',
          mouthAt(track, frame * frameMs),
        )()
        return Buffer.from(pixels).toString('base64')
      })
    }
    const one = film('a')
    expect(film('a')).toEqual(one)
    expect(film('b')).not.toEqual(one)
  })

  it('shows at least ten different mouths', () => {
    const pictures = visemes.map((viseme) => {
      const { draw } = easel(look)
      for (let ms = 0; ms < 400; ms += frameMs) draw(ms, 'speaking', said(viseme))
      return draw(400, 'speaking', said(viseme))()
    })
    const different: Uint8ClampedArray[] = []
    for (const picture of pictures) {
      if (different.every((other) => difference(picture, other) > 0.0005)) different.push(picture)
    }
    expect(different.length).toBeGreaterThanOrEqual(10)
  })

  it('shows a larger mouth for every step of loudness', () => {
    const { draw } = easel(look)
    const areas = [0, 0.25, 0.5, 0.75, 1].map((voice, step) => {
      const mouth = mouthAt(
        { visemes: [{ at: 0, viseme: 'aa' }], energy: new Float32Array(200).fill(voice) },
        1000,
      )
      let area = 0
      for (let ms = 0; ms < 400; ms += frameMs) area = mouthPixels(draw(step * 400 + ms, 'speaking', mouth)())
      return area
    })
    expect(areas).toEqual([...areas].sort((one, other) => one - other))
    expect(new Set(areas).size).toBe(5)
  })

  it('is of one colour of ground up to its edge at any size', () => {
    expect(colorAt(easel(look).still(), 0)).toBe(look.options.ground)
  })

  it.each([
    [{ style: 'unheard-of', options: {} }],
    [{ style: 'notionists', options: { hair: 'variant999' } }],
    [{ style: 'notionists', options: { skin: 'red' } }],
  ])('refuses the look %j', (unknown) => {
    expect(() => easel(unknown)).toThrow()
  })
})
