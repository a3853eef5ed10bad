import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { DomainError, type DomainErrorCode, isDomainError } from '@/lib/domain/errors'
import { refusalOf, schemaRefusal } from './errors'
import { isDatabaseOutage } from './outage'

const now = new Date('2026-01-31T12:00:00Z')
const asked = { requestId: 'request-1', now }

describe('refusals of the domain', () => {
  const cases: [DomainErrorCode, number, Record<string, string>][] = [
    ['invalid', 400, { message: 'Why.', error: 'Why.' }],
    ['not-found', 400, { message: 'Why.', error: 'Why.' }],
    [
      'concurrency',
      400,
      {
        message: 'User has reached maximum concurrent conversations',
        error: 'User has reached maximum concurrent conversations',
        detail: 'Why.',
      },
    ],
    ['minutes', 402, { message: 'The user is out of conversational credits.', detail: 'Why.' }],
    ['signed-out', 401, { message: 'Invalid access token' }],
    ['forbidden', 403, { message: 'Why.' }],
    ['conflict', 409, { message: 'Why.' }],
    ['throttled', 429, { message: 'Why.' }],
    ['unavailable', 503, { message: 'Why.' }],
  ]
  it.each(cases)('%s becomes %i', (code, status, body) => {
    const refused = refusalOf(new DomainError(code, 'Why.'), asked)
    expect(refused.status).toBe(status)
    expect(refused.body).toEqual(body)
    expect(refused.unexpected).toBeUndefined()
  })

  it.each([
    ['replica_id', 'Invalid replica_uuid'],
    ['persona_id', 'Invalid persona_uuid'],
  ])('an unknown %s is told in the words clients know', (field, words) => {
    const refused = refusalOf(new DomainError('not-found', 'There is none.', { field }), asked)
    expect(refused).toMatchObject({
      status: 400,
      body: { message: words, error: words, field, detail: 'There is none.' },
    })
  })

  it('names the unknown id of the path as the route does', () => {
    const refused = refusalOf(new DomainError('not-found', 'There is none.'), {
      ...asked,
      route: { unknownId: 'Invalid conversation_id' },
    })
    expect(refused).toMatchObject({ status: 400, body: { error: 'Invalid conversation_id' } })
  })

  it('answers 404 where the compatible API does', () => {
    const refused = refusalOf(new DomainError('not-found', 'There is none.'), {
      ...asked,
      route: { unknownId: 'Objective not found', unknownStatus: 404 },
    })
    expect(refused).toMatchObject({ status: 404, body: { error: 'Objective not found' } })
  })

  it('answers 422 to a patch that does not apply', () => {
    const refused = refusalOf(new DomainError('unprocessable', 'Nothing is there.'), asked)
    expect(refused).toMatchObject({
      status: 422,
      body: { message: 'Invalid JSON patch format', detail: 'Nothing is there.' },
    })
  })

  it('says in whole seconds when to come back', () => {
    const retryAt = new Date(now.getTime() + 12_001)
    const refused = refusalOf(new DomainError('throttled', 'Slowly.', { retryAt }), asked)
    expect(refused.headers).toEqual({ 'retry-after': '13' })
  })

  it('does not ask for another attempt at what may be done already', () => {
    const lost = refusalOf(new DomainError('unavailable', 'Why.', { mayBeDone: true }), asked)
    expect([lost.status, lost.headers]).toEqual([503, undefined])
    expect(refusalOf(new DomainError('unavailable', 'Why.'), asked).headers).toEqual({ 'retry-after': '5' })
  })

  it('knows a refusal made by another instance of the module', () => {
    class Twin extends Error {
      override name = 'DomainError'
      code = 'forbidden'
    }
    expect(isDomainError(new Twin('No.'))).toBe(true)
    expect(refusalOf(new Twin('No.'), asked).status).toBe(403)
    expect(isDomainError(Object.assign(new Error('No.'), { code: 'forbidden' }))).toBe(false)
  })
})

describe('what nobody foresaw', () => {
  it('tells the request id and nothing of the cause', () => {
    const refused = refusalOf(new Error('password of the database is hunter2'), asked)
    expect(refused).toMatchObject({ status: 500, unexpected: true })
    expect(refused.body.message).toContain('request-1')
    expect(JSON.stringify(refused.body)).not.toContain('hunter2')
  })
})

describe('outages of the database', () => {
  it.each([
    Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('the database system is starting up'), { code: '57P03' }),
    Object.assign(new Error('Transaction API error'), { code: 'P2028' }),
    new Error('Connection terminated unexpectedly'),
    new Error('wrapped', { cause: { kind: 'DatabaseNotReachable' } }),
  ])('%s is one', (error) => {
    expect(isDatabaseOutage(error)).toBe(true)
    const refused = refusalOf(error, asked)
    expect(refused.status).toBe(503)
    expect(refused.headers).toHaveProperty('retry-after')
  })

  it.each([
    Object.assign(new Error('unique'), { code: 'P2002' }),
    Object.assign(new Error('syntax'), { code: '42601' }),
    new Error('connection'),
    'text',
    null,
  ])('%s is none', (error) => {
    expect(isDatabaseOutage(error)).toBe(false)
  })
})

describe('words for a schema that does not fit', () => {
  const refuse = (schema: z.ZodType, value: unknown) => {
    const result = schema.safeParse(value)
    if (result.success) throw new Error('the value fits')
    return schemaRefusal(result.error).body
  }
  it('keeps sentences and puts the name of the field before fragments', () => {
    expect(refuse(z.object({ a: z.string({ error: 'The name must be text.' }) }), { a: 1 })).toEqual({
      message: 'The name must be text.',
      error: 'The name must be text.',
      field: 'a',
    })
    expect(refuse(z.object({ from: z.string().regex(/x/, 'must be a date') }), { from: '' }).message).toBe(
      'from must be a date.',
    )
    expect(refuse(z.object({ inner: z.object({ a: z.object({}) }) }), { inner: { a: 5 } })).toMatchObject({
      field: 'inner.a',
      message: expect.stringMatching(/^inner\.a: /),
    })
  })
})
