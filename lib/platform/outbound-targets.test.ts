import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { hostileTargets } from '@/e2e/support/hostile-targets'
import { readEnv } from './env'
import { readAllowedTargets, targetPolicy } from './outbound-targets'

const policy = (allowed = '', appUrl?: string, announcedIp?: string) =>
  targetPolicy({ allowed: readAllowedTargets(allowed), appUrl, announcedIp, setting: 'OUTBOUND_ALLOW' })

describe('without exceptions', () => {
  it.each(hostileTargets(9))('refuses %s', (url) => {
    expect(policy('', 'https://talk.example.org').refusal(url)).toEqual(expect.stringMatching(/\.$/))
  })

  it.each([
    'https://example.org/hook?x=1',
    'http://example.org:8080/',
    'https://8.8.8.8/',
    'https://[2606:4700::1111]/',
    'https://internal.example.org/',
    'https://例え.jp/',
  ])('takes %s', (url) => {
    expect(policy('', 'https://talk.example.org').refusal(url)).toBeNull()
  })

  it('refuses itself by name and by address', () => {
    const own = policy('', 'https://Talk.example.org:8443', '198.41.0.4')
    expect(own.refusal('https://talk.example.org./v2')).toContain('this installation itself')
    expect(own.permits({ host: 'x.example.org', address: '198.41.0.4', port: 443 })).toBe(false)
    for (const { address } of Object.values(networkInterfaces()).flatMap((each) => each ?? []))
      expect(own.permits({ host: 'x.example.org', address, port: 443 })).toBe(false)
  })
})

describe('an exception', () => {
  it.each([
    ['receiver', 'http://receiver/hook', true],
    ['receiver', 'http://receiver:8080/hook', true],
    ['receiver', 'http://receiver:5432/', false],
    ['receiver', 'http://receiver.other/hook', true],
    ['receiver', 'http://other/hook', false],
    ['Receiver.:5432', 'http://receiver:5432/', true],
    ['receiver:8080', 'http://receiver:8081/', false],
    ['10.0.0.7', 'http://10.0.0.7/', true],
    ['10.0.0.7', 'http://10.0.0.8/', false],
    ['10.1.0.0/16, other', 'http://10.1.255.255:9000/', true],
    ['10.1.0.0/16', 'http://10.2.0.0/', false],
    ['10.1.0.0/16:9000', 'http://10.1.2.3:9000/', true],
    ['10.1.0.0/16:9000', 'http://10.1.2.3/', false],
    ['fd00::/8', 'http://[fd00:ec2::254]/', true],
    ['[fd00::7]:8080', 'http://[fd00::7]:8080/', true],
    ['[fd00::7]:8080', 'http://[fd00::7]/', false],
    ['::1', 'http://[0:0:0:0:0:0:0:1]/', true],
    ['127.0.0.0/8', 'http://2130706433/', true],
  ])('%s: %s is taken: %s', (list, url, taken) => {
    expect(policy(list).refusal(url) === null).toBe(taken)
  })

  it('by name holds wherever the name leads, by network wherever it is asked from', () => {
    const permits = (list: string, host: string, address: string) =>
      policy(list).permits({ host, address, port: 80 })
    expect(permits('receiver', 'receiver', '10.0.0.7')).toBe(true)
    expect(permits('receiver', 'other', '10.0.0.7')).toBe(false)
    expect(permits('10.0.0.0/8', 'hooks.example.org', '10.0.0.7')).toBe(true)
    expect(permits('10.0.0.0/8', 'hooks.example.org', '192.168.0.7')).toBe(false)
  })

  it.each([
    '127.1',
    '10.0.0.0/33',
    'a b',
    'http://receiver',
    'receiver:0',
    'receiver:65536',
    'x/8',
    '[x]',
    '::/129',
  ])('is not %j', (entry) => {
    expect(() => readEnv({ OUTBOUND_ALLOW: `fine, ${entry}` })).toThrow(/OUTBOUND_ALLOW.*is not a target/s)
  })

  it('is this machine while somebody develops, and nothing else unless it is written', () => {
    const allows = (settings: Record<string, string>) =>
      targetPolicy({
        allowed: readEnv(settings).OUTBOUND_ALLOW,
        setting: 'OUTBOUND_ALLOW',
        appUrl: undefined,
        announcedIp: null,
      }).refusal('http://localhost:4000/') === null
    expect(allows({ NODE_ENV: 'development' })).toBe(true)
    expect(allows({ NODE_ENV: 'development', OUTBOUND_ALLOW: '10.0.0.7' })).toBe(false)
    expect(allows({ NODE_ENV: 'production' })).toBe(false)
    expect(allows({})).toBe(false)
  })
})
