import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roles } from '@/lib/domain/workspaces/rules'
import {
  attempts,
  brokenPasswordRules,
  describeBrowser,
  inMinutes,
  normalizeEmail,
  normalizePassword,
  passwordLength,
  passwordRules,
  sessionEnd,
  sessionLife,
} from './rules'

const ada = { email: 'ada.lovelace@example.com', name: 'Ada Lovelace' }
const broken = (password: string, owner = ada) => brokenPasswordRules(password, owner).map((rule) => rule.id)

describe('password rules', () => {
  it.each([
    ['', ['length']],
    ['short', ['length']],
    ['nine char', ['length']],
    ['ten chars!', []],
    ['four small words here', []],
    ['x7'.repeat(100), ['common']],
    [`${'abcdefg '.repeat(25)}`, []],
    [`${'abcdefg '.repeat(25)}!`, ['longest']],
    ['LOVELACE forever', ['personal']],
    ['my ada.lovelace key', ['personal']],
    ['ada, three letters, may stand', []],
    ['Password123', ['common']],
    ['1234567890', ['common']],
    ['aaaaaaaaaaaa', ['common']],
    ['ababababababab', ['common']],
    ['klmnopqrstuv', ['common']],
    ['zyxwvutsrqponm', ['common']],
    ['correct horse battery staple', ['common']],
  ])('%j breaks %j', (password, ids) => {
    expect(broken(password)).toEqual(ids)
  })

  it('counts characters as people do, however they are composed', () => {
    expect(broken('🦉🦊🐢🐝🐙🦀🐌🦋🐫')).toEqual(['length'])
    expect(broken('🦉🦊🐢🐝🐙🦀🐌🦋🐫🐧')).toEqual([])
    expect(normalizePassword('e\u0301a\u030a')).toBe('éå')
  })

  it('finds a name in another script and case', () => {
    expect(broken('σοφοκλης-2026', { email: 'x@example.com', name: 'ΣΟΦΟΚΛΗΣ' })).toEqual(['personal'])
  })

  it('asks for nothing but length of a random text', () => {
    fc.assert(
      fc.property(fc.uuid(), (text) => {
        expect(broken(text)).toEqual([])
      }),
    )
  })

  it('says each rule in words', () => {
    for (const { refuses } of passwordRules) {
      expect(refuses).toMatch(/^Th.*password.*\.$/)
    }
  })
})

describe('e-mail addresses', () => {
  it('are one however they are typed', () => {
    expect(normalizeEmail('  Ada@EXAMPLE.com\n')).toBe('ada@example.com')
  })

  it('stay what they are when normalised again', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => {
        expect(normalizeEmail(normalizeEmail(email))).toBe(normalizeEmail(email))
      }),
    )
  })
})

describe('sessions', () => {
  const day = 86_400_000

  it('end 30 days after their last use, and a year after signing in at the latest', () => {
    const created = new Date('2026-01-01T00:00:00Z')
    expect(sessionEnd(created, created)).toEqual(new Date('2026-01-31T00:00:00Z'))
    expect(sessionEnd(created, new Date(created.getTime() + 200 * day))).toEqual(
      new Date(created.getTime() + 230 * day),
    )
    expect(sessionEnd(created, new Date(created.getTime() + 350 * day))).toEqual(
      new Date(created.getTime() + 365 * day),
    )
  })
})

it('the documented numbers are those of the rules', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/accounts.md'), 'utf8')
  for (const [what, { limit, window }] of [
    ['signing in to one account', attempts.signInAccount],
    ['signing in from one address', attempts.signInAddress],
    ['signing up from one address', attempts.signUpAddress],
    ['changing the password of one account', attempts.passwordChange],
  ] as const)
    expect(page).toContain(`| ${what} | ${limit} times | ${window / 60_000} minutes |`)
  expect(page).toContain(`At least ${passwordLength.least} characters and at most ${passwordLength.most}`)
  expect(page).toContain(`${sessionLife.idle / 86_400_000} days after its last use`)
  expect(page).toContain(`${sessionLife.whole / 86_400_000} days after signing in`)
  for (const role of roles) expect(page).toContain(`| ${role} | `)
})

describe('waiting times', () => {
  it.each([
    [1, 'in 1 minute'],
    [60_000, 'in 1 minute'],
    [60_001, 'in 2 minutes'],
    [14 * 60_000 + 5, 'in 15 minutes'],
  ])('%i ms is %s', (ms, words) => {
    const now = new Date('2026-01-01T00:00:00Z')
    expect(inMinutes(new Date(now.getTime() + ms), now)).toBe(words)
  })
})

describe('browsers', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari on iOS',
    ],
    [
      'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36',
      'Chrome on Android',
    ],
    ['curl/8.5.0', 'A program'],
    ['', 'A program'],
  ])('%s is %s', (userAgent, words) => {
    expect(describeBrowser(userAgent)).toBe(words)
  })
})
