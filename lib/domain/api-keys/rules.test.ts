import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { base62Text } from '@/lib/platform/ids'
import { composeKey, isKey, keyHint, keyStatus, mayRevoke } from './rules'

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const character = fc.constantFrom(...base62)
const random = fc.string({ unit: character, minLength: 32, maxLength: 32 })

describe('API keys', () => {
  it('have a documented shape and checksum', () => {
    // CRC-32 (as in zip and PNG) of 32 zeros is 2,700,251,856, in base62 2wjyrI.
    expect(composeKey('0'.repeat(32))).toBe(`clq_${'0'.repeat(32)}2wjyrI`)
    expect(composeKey(base62Text(32))).toHaveLength(42)
  })

  it('are known by their checksum', () => {
    fc.assert(fc.property(random, (text) => isKey(composeKey(text))))
  })

  it('are not taken with any one character changed', () => {
    fc.assert(
      fc.property(random, fc.integer({ min: 4, max: 41 }), character, (text, at, other) => {
        const key = composeKey(text)
        fc.pre(key[at] !== other)
        expect(isKey(key.slice(0, at) + other + key.slice(at + 1))).toBe(false)
      }),
    )
  })

  it('are not taken with two neighbours swapped', () => {
    fc.assert(
      fc.property(random, fc.integer({ min: 4, max: 40 }), (text, at) => {
        const key = composeKey(text)
        fc.pre(key[at] !== key[at + 1])
        expect(isKey(`${key.slice(0, at)}${key[at + 1]}${key[at]}${key.slice(at + 2)}`)).toBe(false)
      }),
    )
  })

  it('are no other text', () => {
    fc.assert(fc.property(fc.string(), (text) => !isKey(text)))
    const key = composeKey(base62Text(32))
    for (const text of [
      key.slice(0, -1),
      `${key}0`,
      ` ${key}`,
      `${key}\n`,
      key.replace('clq_', 'tvs_'),
      '',
    ]) {
      expect(isKey(text)).toBe(false)
    }
  })

  it('are recognised by a beginning that gives 28 of 32 characters away to nobody', () => {
    const key = composeKey(base62Text(32))
    expect(key.startsWith(keyHint(key))).toBe(true)
    expect(keyHint(key)).toHaveLength(8)
  })
})

it('the status of a key turns with the clock, and revoked stays revoked', () => {
  const [before, at, after] = [new Date(1), new Date(2), new Date(3)]
  const status = (revokedAt: Date | null, expiresAt: Date | null, now: Date) =>
    keyStatus({ revokedAt, expiresAt }, now)
  expect(status(null, null, after)).toBe('active')
  expect(status(null, at, before)).toBe('active')
  expect(status(null, at, at)).toBe('expired')
  expect(status(before, at, after)).toBe('revoked')
})

it('owners and admins revoke every key, members their own, viewers none', () => {
  const may = (role: 'owner' | 'admin' | 'member' | 'viewer', maker: string) =>
    mayRevoke({ role, accountId: 'me' }, maker)
  expect([may('owner', 'you'), may('admin', 'you'), may('member', 'you'), may('viewer', 'you')]).toEqual([
    ...[true, true, false, false],
  ])
  expect([may('member', 'me'), may('viewer', 'me')]).toEqual([true, false])
})
