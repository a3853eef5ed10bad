import type { RoomBackground } from '@/lib/protocol/room'
import type { Background, ImageType } from './schema'

/** What of a conversation's settings decides about the background; older ones know only green. */
export type BackgroundSettings = { apply_greenscreen: boolean; background?: Background | null }

/** What stands behind the replica in the room of a conversation; null: its own ground, as it is drawn. */
export function backgroundOfRoom(
  conversationId: string,
  { apply_greenscreen, background }: BackgroundSettings,
): RoomBackground | null {
  if (background?.type === 'image') {
    return { type: 'image', url: `/rooms/${conversationId}/background/${background.image}` }
  }
  return background ?? (apply_greenscreen ? { type: 'green' } : null)
}

/** An image by what its bytes say; sides in pixels. */
export type ImageFacts = { type: ImageType; width: number; height: number }

/** What the bytes are an image of; null when they are none of the kinds we take, or broken off in their first lines. */
export function imageFacts(bytes: Uint8Array): ImageFacts | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const facts = pngFacts(view) ?? webpFacts(view) ?? jpegFacts(view)
    return facts && facts.width > 0 && facts.height > 0 ? facts : null
  } catch (error) {
    // Reading past the end: the header is not there whole.
    if (error instanceof RangeError) return null
    throw error
  }
}

const textAt = (view: DataView, at: number, length: number) =>
  String.fromCharCode(...Array.from({ length }, (_, index) => view.getUint8(at + index)))

/** PNG (W3C, 5.2 and 11.2.1): a signature, then the header chunk. */
function pngFacts(view: DataView): ImageFacts | null {
  if (textAt(view, 0, 8) !== '\x89PNG\r\n\x1a\n' || textAt(view, 12, 4) !== 'IHDR') return null
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
}

/** WebP (RFC 9649): the size stands in the first chunk, at another place in each of the three kinds. */
function webpFacts(view: DataView): ImageFacts | null {
  if (textAt(view, 0, 4) !== 'RIFF' || textAt(view, 8, 4) !== 'WEBP') return null
  const sized = (width: number, height: number): ImageFacts => ({ type: 'image/webp', width, height })
  switch (textAt(view, 12, 4)) {
    case 'VP8 ':
      return sized(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff)
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1)
    }
    case 'VP8X': {
      const side = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000 + 1
      return sized(side(24), side(27))
    }
    default:
      return null
  }
}

/** JPEG (T.81, B.1): segments, one of which is a frame header; those without a size are not frame headers. */
function jpegFacts(view: DataView): ImageFacts | null {
  if (view.getUint16(0) !== 0xffd8 || view.getUint8(2) !== 0xff) return null
  for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at)
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)
    if (isFrame) return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    // Pixels follow the start of scan, and what is no marker is no JPEG.
    if (marker < 0xff01 || marker === 0xffda) return null
  }
}
