import type { Face } from '@/lib/face/face'

/** The face of a look written as JSON; null when it cannot be drawn, or the drawing cannot be had. */
export async function loadFace(description: string): Promise<Face<Path2D> | null> {
  try {
    const { createFace } = await import('@/lib/face/face')
    return createFace(JSON.parse(description), { background: null, seed: description, Path2D })
  } catch {
    return null
  }
}
