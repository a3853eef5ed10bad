import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readEnv } from '@/lib/platform/env'
import { fillRegistry, type Registry } from '@/lib/platform/registry'
import { callerAddress, clientAddress, getRequestOrigin, isOwnOrigin, isSecure, returnPath } from './origin'

const settle = (settings: Record<string, string>) =>
  fillRegistry({ env: readEnv({ PORT: '3000', ...settings }) } as Registry)
beforeEach(() => settle({}))
afterEach(() => fillRegistry(undefined))
const request = (headers: Record<string, string>) => ({ headers: new Headers(headers) })

describe('the origin of a request', () => {
  it.each([
    [{ host: 'localhost:3000' }, 'http://localhost:3000'],
    [{ host: '127.0.0.1:8080' }, 'http://127.0.0.1:8080'],
    [{ host: '[::1]:3000' }, 'http://[::1]:3000'],
    [
      { host: 'inner:3000', 'x-forwarded-host': 'calls.example.com', 'x-forwarded-proto': 'https' },
      'https://calls.example.com',
    ],
    [
      { host: 'a', 'x-forwarded-host': 'B.example.com:8443, inner', 'x-forwarded-proto': 'https, http' },
      'https://b.example.com:8443',
    ],
    [{ host: 'example.com/x?y' }, 'http://localhost:3000'],
    [{ host: 'user@example.com' }, 'http://localhost:3000'],
    [{}, 'http://localhost:3000'],
  ])('with %j is %s', (headers, origin) => {
    expect(getRequestOrigin(request(headers))).toBe(origin)
  })

  it('is APP_URL where there is one', () => {
    settle({ APP_URL: 'https://calls.example.com/' })
    expect(getRequestOrigin(request({ host: 'localhost:3000' }))).toBe('https://calls.example.com')
    expect(isSecure(new Headers({ 'x-forwarded-proto': 'http' }))).toBe(true)
  })

  it('is secure behind a proxy that says so, and not on plain http', () => {
    expect(isSecure(new Headers())).toBe(false)
    expect(isSecure(new Headers({ 'x-forwarded-proto': 'http' }))).toBe(false)
    expect(isSecure(new Headers({ 'x-forwarded-proto': 'HTTPS' }))).toBe(true)
  })
})

describe('pages that may open a WebSocket', () => {
  it.each([
    [{ host: 'localhost:3000', origin: 'http://localhost:3000' }, true],
    [{ host: 'inner', 'x-forwarded-host': 'calls.example.com', origin: 'https://calls.example.com' }, true],
    [{ host: 'localhost:3000' }, true],
    [{ host: 'localhost:3000', origin: 'http://localhost:3001' }, false],
    [{ host: 'localhost:3000', origin: 'https://evil.example' }, false],
    [{ host: 'localhost:3000', origin: 'null' }, false],
    [{ host: 'localhost:3000', origin: '' }, false],
    [{ host: 'localhost:3000', origin: 'file://localhost:3000' }, false],
    [{ host: 'localhost:3000', origin: 'http://localhost:3000.evil.example' }, false],
  ])('with %j: %s', (headers, own) => {
    expect(isOwnOrigin(request(headers))).toBe(own)
  })

  it('include those of APP_URL', () => {
    settle({ APP_URL: 'https://calls.example.com' })
    expect(isOwnOrigin(request({ host: 'inner:3000', origin: 'https://calls.example.com' }))).toBe(true)
    expect(isOwnOrigin(request({ host: 'inner:3000', origin: 'http://calls.example.com' }))).toBe(false)
  })
})

describe('the address of a client', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['1.1.1.1, 203.0.113.7, 10.0.0.2, 127.0.0.1', '203.0.113.7'],
    ['203.0.113.7, ::ffff:172.18.0.1', '203.0.113.7'],
    ['192.168.1.20', '192.168.1.20'],
    ['192.168.1.20, 127.0.0.1', '192.168.1.20'],
    ['10.0.0.9, 192.168.1.20', '192.168.1.20'],
    ['::1', '0:0:0:0::/64'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['made up, 203.0.113.7', '203.0.113.7'],
    ['made up', 'unknown'],
    ['', 'unknown'],
  ])('forwarded for %j is %s', (forwarded, address) => {
    expect(clientAddress(new Headers({ 'x-forwarded-for': forwarded }))).toBe(address)
  })

  it.each([
    ['2001:db8:1:2:3:4:5:6, ::1', '2001:db8:1:2:3:4:5:6'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['', 'unknown'],
  ])('whole is forwarded for %j %s', (forwarded, address) => {
    expect(callerAddress(new Headers({ 'x-forwarded-for': forwarded }))).toBe(address)
  })

  it('is not what the client says of itself', () => {
    fc.assert(
      fc.property(fc.array(fc.ipV4()), (made) => {
        const headers = new Headers({ 'x-forwarded-for': [...made, '203.0.113.7'].join(', ') })
        return clientAddress(headers) === '203.0.113.7'
      }),
    )
  })
})

describe('where people go after signing in', () => {
  it.each(['/', '/usage', '/conversations/c0123?tab=events#last', '/a%20b'])('is %s', (path) => {
    expect(returnPath(path)).toBe(path)
  })

  it.each([
    undefined,
    '',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '\\\\evil.example',
    '/\t/evil.example',
    '/./\\evil.example',
    '/x/..//evil.example',
    'javascript:alert(1)',
    '/signin?callbackUrl=/signin',
    '/signup',
    'usage',
  ])('is the beginning for %j', (path) => {
    expect(returnPath(path)).toBe('/conversations/new')
  })

  it('is on this site, whatever is asked for', () => {
    const pieces = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '@',
      ':',
      '//',
      '\t',
      '\n',
      'evil.example',
      'https:',
      '%2f',
      '?',
      '#',
    )
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const base = 'https://calls.example.com'
        return new URL(returnPath(`/${parts.join('')}`), base).origin === base
      }),
    )
  })
})
