import { createCanvas, Path2D } from '@napi-rs/canvas'
import { createFace } from '@/lib/face/face'
import { notionistsLook } from '@/lib/face/look'

/** Longer descriptions than any portrait needs are not drawn. Characters. */
const longest = 4000
/** Pixels a side. */
const smallest = 16
const largest = 1024
const usual = 512
/** Less than half the bytes of 100, which is without loss; colours keep within one of 255 steps, and lines sharp. */
const quality = 95

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/**
 * The portrait of a look written as JSON, as a square WebP picture: the face that conversations show, at rest.
 * @param size pixels a side, 16 to 1024, in digits; null for 512
 * @param ground `none` to leave the person alone, with nothing behind; null for the look's own
 * @returns null when there is no such look, size or ground
 */
export async function drawPortrait(
  json: string,
  size: string | null,
  ground: string | null = null,
): Promise<Buffer | null> {
  const look = notionistsLook.safeParse(json.length > longest ? null : parse(json))
  const side = size === null ? usual : /^\d{2,4}$/.test(size) ? Number(size) : 0
  if (!look.success || side < smallest || side > largest || (ground !== null && ground !== 'none'))
    return null
  const canvas = createCanvas(side, side)
  const background = ground === 'none' ? 'transparent' : null
  createFace(look.data, { background, seed: '', Path2D }).drawStill(canvas.getContext('2d'))
  return canvas.encode('webp', quality)
}
