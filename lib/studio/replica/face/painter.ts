import { createCanvas, Path2D } from '@napi-rs/canvas'
import { createFace } from '@/lib/face/face'
import { notionistsLook } from '@/lib/face/look'
import type { Cast } from '@/lib/protocol/cast'
import type { Painter } from '@/lib/studio/replica/playback'

/** Pixels a side. */
const size = 512

type Options = {
  look: Cast['replica']['look']
  /** Colour of the ground; null for the look's own. */
  background: string | null
  /** Makes each conversation move a little differently. */
  seed: string
}

/** Draws the replica with Skia, in memory. */
export function createPainter({ look, background, seed }: Options): Painter {
  const canvas = createCanvas(size, size)
  const context = canvas.getContext('2d')
  // A look of an older version is no reason to show nobody.
  const drawable = notionistsLook.safeParse(look).success ? look : { style: 'notionists', options: {} }
  const face = createFace(drawable, { background, seed, Path2D })
  return {
    paint(ms, state, mouth) {
      face.draw(context, { ms, state, mouth })
      const { buffer, byteOffset, byteLength } = canvas.data()
      return { width: size, height: size, data: new Uint8ClampedArray(buffer, byteOffset, byteLength) }
    },
  }
}
