import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { isForbiddenFrame, notEmbeddable, pageHeaders } from '@/lib/access/page-headers'

/** Gives every page its headers. Next reads the nonce from the request's policy, our components from `x-nonce`. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = randomBytes(16).toString('base64')
  const { pathname } = request.nextUrl
  const path = (await isForbiddenFrame(request, pathname)) ? notEmbeddable : pathname
  const headers = await pageHeaders(request, path, nonce)
  const forwarded = new Headers(request.headers)
  forwarded.set('x-nonce', nonce)
  forwarded.set('content-security-policy', headers['content-security-policy'] ?? '')
  const asked = { request: { headers: forwarded } }
  const response =
    path === pathname ? NextResponse.next(asked) : NextResponse.rewrite(new URL(path, request.nextUrl), asked)
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

// All but what is no page: files by their whole names, so that what is not found among them is a page like any other.
export const config = {
  matcher:
    '/((?!_next/static/|icon\\.svg$|portraits$|product/call-(?:light|dark)(?:-720)?\\.webp$|rooms/[^/]+/background/[^/]+$|client/(?:room|widget|loudness)\\.js$|examples/custom-room\\.(?:html|js)$).*)',
}
