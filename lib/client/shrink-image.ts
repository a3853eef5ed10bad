import { imageTypes, mostImageBytes } from '@/lib/domain/backgrounds/schema'

/** Pixels of the longer side that are tried, largest first, and qualities for each, until the image is small enough. */
const sides = [1280, 1024, 800, 640]
const qualities = [0.85, 0.7, 0.55]
/** Bytes: a picture behind somebody needs no more. */
const enough = 300_000

export type Shrunk = { dataUrl: string } | { problem: 'type' | 'unreadable' | 'too-large' }

/**
 * An image file as a data URL of at most 1280 pixels a side and about 300 kB, or why not. It is drawn anew, so
 * that place, camera and whatever else the file told stay here.
 */
export async function shrinkImage(file: Blob): Promise<Shrunk> {
  if (!imageTypes.some((type) => type === file.type)) {
    return { problem: 'type' }
  }
  const picture = await createImageBitmap(file).catch(() => null)
  if (!picture) return { problem: 'unreadable' }
  try {
    for (const side of sides) {
      const canvas = drawn(picture, side)
      for (const quality of qualities) {
        const blob = await encoded(canvas, quality)
        const last = side === sides.at(-1) && quality === qualities.at(-1)
        if (blob && (blob.size <= enough || (last && blob.size <= mostImageBytes))) {
          return { dataUrl: await dataUrlOf(blob) }
        }
      }
    }
    return { problem: 'too-large' }
  } finally {
    picture.close()
  }
}

/** The picture on white, neither side longer than `most` pixels; smaller ones keep their size. */
function drawn(picture: ImageBitmap, most: number): HTMLCanvasElement {
  const scale = Math.min(1, most / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const pen = canvas.getContext('2d')
  if (pen) {
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.imageSmoothingQuality = 'high'
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
  }
  return canvas
}

/** As WebP, and where a browser cannot write that as JPEG; null when it cannot write at all. */
async function encoded(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  const write = (type: string) => new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality))
  const webp = await write('image/webp')
  return webp?.type === 'image/webp' ? webp : await write('image/jpeg')
}

function dataUrlOf(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
  })
}
