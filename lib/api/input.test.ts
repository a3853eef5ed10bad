import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { bodyLimit, readBody, readQuery, readText } from './input'

const any = z.record(z.string(), z.unknown())
const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Request('http://localhost/', { method: 'POST', body, headers, ...{ duplex: 'half' } })
const read = async (body: BodyInit | null, headers?: Record<string, string>) => {
  const text = await readText(post(body, headers))
  return 'refused' in text ? text : readBody(text.value, any)
}

describe('bodies', () => {
  it.each([[null], [''], ['  \n']])('nothing (%j) is an empty object', async (body) => {
    expect(await read(body, { 'content-type': 'application/json' })).toEqual({ value: {} })
  })

  it.each([
    ['{', 'The body is not valid JSON in UTF-8.'],
    ['{"a":1}}', 'The body is not valid JSON in UTF-8.'],
    ["{'a':1}", 'The body is not valid JSON in UTF-8.'],
    ['undefined', 'The body is not valid JSON in UTF-8.'],
    [new Uint8Array([0x22, 0xff, 0x22]), 'The body is not valid JSON in UTF-8.'],
    ['[]', 'The body must be a JSON object.'],
    ['null', 'The body must be a JSON object.'],
    ['"text"', 'The body must be a JSON object.'],
    ['5', 'The body must be a JSON object.'],
  ])('%j is refused', async (body, message) => {
    expect(await read(body)).toEqual({ refused: { status: 400, body: { message, error: message } } })
  })

  it('takes 1 MB and no byte more, announced or not', async () => {
    const filled = (size: number) => `{"a":"${'x'.repeat(size - 8)}"}`
    expect(await read(filled(bodyLimit))).toHaveProperty('value')
    expect(await read(filled(bodyLimit + 1))).toHaveProperty('refused.status', 413)
    const endless = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65_536)) })
    expect(await read(endless)).toHaveProperty('refused.status', 413)
    expect(await read('{}', { 'content-length': String(bodyLimit + 1) })).toHaveProperty(
      'refused.status',
      413,
    )
  })
})

describe('queries', () => {
  const query = (text: string) => readQuery(new URL(`http://localhost/?${text}`), any)
  it('reads parameters as text', () => {
    expect(query('limit=5&text=%F0%9F%91%8B')).toEqual({ value: { limit: '5', text: '👋' } })
  })
  it('refuses a parameter given twice and the NUL character', () => {
    expect(query('a=1&a=2')).toHaveProperty('refused.body.message', 'a is given twice.')
    expect(query('text=a%00b')).toHaveProperty('refused.status', 400)
  })
  it('takes a parameter named like part of every object as any other', () => {
    expect(query('__proto__=1&constructor=2')).toHaveProperty('value')
    expect(({} as Record<string, unknown>)['1']).toBeUndefined()
  })
})
