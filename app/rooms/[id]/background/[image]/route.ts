import { guestScope } from '@/lib/access/scopes'
import { readRoomImage } from '@/lib/domain/backgrounds/queries'

type Context = { params: Promise<{ id: string; image: string }> }

/** Of both answers: never anything but a picture in our own pages, whatever its bytes try to be. */
const safety = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
}

/** The image behind the replica of a conversation. Its address has the hash of its bytes, so it never changes. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { id, image } = await params
  const found = await readRoomImage(guestScope(id), image)
  if (!found) {
    const headers = { ...safety, 'cache-control': 'no-store' }
    return new Response('There is no such image.', { status: 404, headers })
  }
  return new Response(found.bytes, {
    headers: {
      ...safety,
      'content-type': found.mimeType,
      'cache-control': 'private, max-age=31536000, immutable',
    },
  })
}
