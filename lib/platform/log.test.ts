import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createLog, redactUrl } from './log'

function capture(isTTY = false) {
  const lines: string[] = []
  const output = new Writable({
    write(chunk, _encoding, done) {
      lines.push(...String(chunk).split('\n').filter(Boolean))
      done()
    },
  })
  return { lines, log: createLog('info', Object.assign(output, { isTTY })) }
}

test('no secret reaches a line, in whatever place it stands', () => {
  const { lines, log } = capture()
  const headers = {
    Cookie: 'sid=S3CRET',
    authorization: 'Bearer S3CRET',
    'x-api-key': 'S3CRET',
    accept: 'text/html',
  }
  const child = log.child({ request: 'r1', url: '/rooms/c1?t=S3CRET' })
  child.info({ headers, nested: [{ password: 'S3CRET' }] }, 'Request to /rooms/c1?a=1&t=S3CRET&b=2')
  child.error({ error: new Error('GET https://x.example/?token=S3CRET failed') }, 'Failed')
  child.warn('Only words /x?t=S3CRET')
  expect(lines.join('\n')).not.toContain('S3CRET')
  const first = JSON.parse(lines[0] ?? '')
  expect(first).toMatchObject({
    level: 'info',
    request: 'r1',
    msg: 'Request to /rooms/c1?a=1&t=[redacted]&b=2',
  })
  expect(first.headers.accept).toBe('text/html')
  expect(JSON.parse(lines[1] ?? '').error).toMatchObject({
    type: 'Error',
    message: expect.stringContaining('[redacted]'),
  })
})

test('a terminal gets lines for people', () => {
  const { lines, log } = capture(true)
  log.warn({ ms: 12, path: '/x' }, 'Slow')
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d warn {2}Slow ms=12 path=\/x$/)
})

test('addresses keep everything but the values of secret parameters', () => {
  expect(redactUrl('https://a.example/rooms/c1?t=abc.def&name=Ann#x')).toBe(
    'https://a.example/rooms/c1?t=[redacted]&name=Ann#x',
  )
  expect(redactUrl('/start?at=3')).toBe('/start?at=3')
})
