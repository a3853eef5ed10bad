import { spawnSync } from 'node:child_process'
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

test('who reads the log cannot tell of a conversation as its provider does', () => {
  const secret = 'q9-_Zr0iXbUu2cV7nS3CRETkJmPd5eFhGtYwLxAoBvE'
  const url = `https://colloquy.example/callbacks/c123/${secret}`
  const { lines, log } = capture()
  log.debug({ path: `/callbacks/c123/${secret}` }, 'Request')
  log.info({ path: `/callbacks/c123/${secret}`, status: 204 }, 'Request')
  log.info({ nested: [{ callback_url: url }], body: JSON.stringify({ callback_url: url, more: 1 }) }, 'Sent')
  log.error({ error: new Error(`POST ${url} failed`), address: `${url}?x=1#y` }, `Not told at ${url}.`)
  log.child({ url }).warn(`'${url}' "${url}" ${url}/more`)
  const text = lines.join('\n')
  expect(lines).toHaveLength(4)
  expect(text).not.toContain(secret)
  expect(text).not.toContain(secret.slice(0, 8))
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ path: '/callbacks/c123/[redacted]', status: 204 })
  const { nested, body } = JSON.parse(lines[1] ?? '')
  const redacted = 'https://colloquy.example/callbacks/c123/[redacted]'
  expect(nested).toEqual([{ callback_url: redacted }])
  expect(JSON.parse(body)).toEqual({ callback_url: redacted, more: 1 })
  expect(JSON.parse(lines[2] ?? '').address).toBe(`${redacted}?x=1#y`)
  expect(redactUrl(`/callbacks/c123/${secret}`)).toBe('/callbacks/c123/[redacted]')
  expect(redactUrl('/callbacks/c123')).toBe('/callbacks/c123')
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

test.each([
  ['that exits', 'process.exit(1)'],
  ['that nobody caught an error of', "throw new Error('Nobody catches it.')"],
])('a process %s has written its last lines', (_how, end) => {
  const program = `
    const { createLog } = await import('./lib/platform/log.ts')
    const log = createLog('info')
    for (let line = 1; line <= 2000; line++) log.info({ line }, 'One of many')
    ${end}`
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  )
  expect(status).toBe(1)
  const written = stdout.split('\n').filter(Boolean)
  expect(written.map((text) => JSON.parse(text).line)).toEqual(
    Array.from({ length: 2000 }, (_, at) => at + 1),
  )
})
