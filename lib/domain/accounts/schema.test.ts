import { describe, expect, it } from 'vitest'
import { passwordChange, signInRequest, signUpRequest } from './schema'

const good = { name: ' Ada ', email: ' Ada@Example.com ', password: 'a fine long password' }
const wrong = (value: unknown) => {
  const result = signUpRequest.safeParse(value)
  return result.success ? [] : result.error.issues.map((issue) => issue.path.join('.'))
}

describe('signing up', () => {
  it('takes what people type', () => {
    expect(signUpRequest.parse(good)).toEqual({ ...good, name: 'Ada', email: 'ada@example.com' })
    expect(wrong({ ...good, name: 'عائشة 🦉' })).toEqual([])
  })

  it.each([
    ['no name', { ...good, name: '  ' }, ['name']],
    ['a name of 101 characters', { ...good, name: 'x'.repeat(101) }, ['name']],
    ['a name with NUL', { ...good, name: 'A\0B' }, ['name']],
    ['no e-mail', { ...good, email: '' }, ['email']],
    ['something else', { ...good, email: 'ada at example' }, ['email']],
    ['an e-mail of 300 characters', { ...good, email: `${'a'.repeat(300)}@example.com` }, ['email']],
    ['an e-mail with a line feed', { ...good, email: 'ada@example.com\nbcc: x@example.com' }, ['email']],
    ['a weak password', { ...good, password: 'password123' }, ['password']],
    ['no password', { ...good, password: undefined }, ['password']],
  ])('refuses %s', (_what, value, fields) => {
    expect([...new Set(wrong(value))]).toEqual(fields)
  })
})

it('does not judge a password that is only checked', () => {
  expect(signInRequest.safeParse({ email: good.email, password: 'x' }).success).toBe(true)
  expect(signInRequest.safeParse({ email: good.email, password: '' }).success).toBe(false)
})

it('wants another password than the one there is', () => {
  const schema = passwordChange({ email: 'ada@example.com', name: 'Ada', hasPassword: true })
  const result = schema.safeParse({ current: 'a fine long password', password: 'a fine long password' })
  expect(result.error?.issues.map((issue) => issue.path)).toEqual([['password']])
})

it('asks for no password where there is none yet', () => {
  const schema = passwordChange({ email: 'ada@example.com', name: 'Ada', hasPassword: false })
  expect(schema.safeParse({ password: 'a fine long password' }).success).toBe(true)
  expect(schema.safeParse({ password: 'short' }).success).toBe(false)
})
