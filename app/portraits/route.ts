import { drawPortrait } from '@/components/replicas/draw'

/**
 * A replica's portrait as SVG, drawn from the look in the query: a pure function of its address, so it may be
 * kept for good. As a document of its own it can load and run nothing.
 */
export function GET(request: Request): Response {
  const svg = drawPortrait(new URL(request.url).searchParams.get('look') ?? '')
  if (svg === null) return new Response('There is no such look.', { status: 400 })
  return new Response(svg, {
    headers: {
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
    },
  })
}
