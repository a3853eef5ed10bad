import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { pageHeaders } from '@/lib/access/page-headers'

/** Gives every page its headers. Next reads the nonce from the request's policy, our components from `x-nonce`. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = randomBytes(16).toString('base64')
  const headers = await pageHeaders(request, request.nextUrl.pathname, nonce)
  const forwarded = new Headers(request.headers)
  forwarded.set('x-nonce', nonce)
  forwarded.set('content-security-policy', headers['content-security-policy'] ?? '')
  const response = NextResponse.next({ request: { headers: forwarded } })
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

// All but what is no page: files by their whole names, so that what is not found among them is a page like any other.
export const config = {
  matcher:
    '/((?!_next/static/|icon\\.svg$|portraits$|rooms/[^/]+/background/[^/]+$|client/room\\.js$|examples/custom-room\\.(?:html|js)$).*)',
}
