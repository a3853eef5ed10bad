import { drawPortrait } from './draw'

/** A replica's portrait, drawn from the look in the query: a pure function of its address, so it may be kept for good. */
export async function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams
  const picture = await drawPortrait(asked.get('look') ?? '', asked.get('size'), asked.get('ground'))
  if (!picture) return new Response('There is no such look, or no such size.', { status: 400 })
  return new Response(new Uint8Array(picture), {
    headers: {
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    },
  })
}
