/** What came back from a call, as it is shown. */
export type Sent = {
  status: number
  ms: number
  headers: [string, string][]
  body:
    | { kind: 'text'; text: string }
    | { kind: 'bytes'; bytes: number; type: string }
    | { kind: 'empty' | 'stream' }
}

/**
 * Sends a call to the path `url` of our own server without the session's cookie, and measures how long its answer took. A stream is
 * closed as soon as it is open.
 */
export async function send(url: string, method: string, key: string | null, body?: string): Promise<Sent> {
  const stop = new AbortController()
  const began = performance.now()
  const response = await fetch(url, {
    method,
    headers: {
      ...(key && { 'x-api-key': key }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body,
    credentials: 'omit',
    cache: 'no-store',
    signal: stop.signal,
  })
  const type = response.headers.get('content-type') ?? ''
  const seen = { status: response.status, headers: [...response.headers] }
  if (type.startsWith('text/event-stream')) {
    stop.abort()
    return { ...seen, ms: Math.round(performance.now() - began), body: { kind: 'stream' } }
  }
  const bytes = await response.arrayBuffer()
  const ms = Math.round(performance.now() - began)
  if (bytes.byteLength === 0) return { ...seen, ms, body: { kind: 'empty' } }
  if (!/json|^text\//.test(type))
    return { ...seen, ms, body: { kind: 'bytes', bytes: bytes.byteLength, type } }
  const text = new TextDecoder().decode(bytes)
  return { ...seen, ms, body: { kind: 'text', text: type.includes('json') ? indented(text) : text } }
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
