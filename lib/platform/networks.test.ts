import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowsAddress } from './networks'

describe('allowed addresses', () => {
  it.each([
    [[], '203.0.113.7', true],
    [[], 'unknown', true],
    [['203.0.113.7'], '203.0.113.7', true],
    [['203.0.113.7'], '203.0.113.8', false],
    [['203.0.113.0/24'], '203.0.113.255', true],
    [['203.0.113.9/24'], '203.0.113.255', true],
    [['203.0.113.0/24'], '203.0.114.0', false],
    [['0.0.0.0/0'], '203.0.113.7', true],
    [['0.0.0.0/0'], '2001:db8::1', false],
    [['2001:db8::/32'], '2001:db8:ffff::1', true],
    [['2001:db8::/32'], '2001:db9::', false],
    [['2001:db8::1'], '2001:0db8:0:0:0:0:0:1', true],
    [['10.0.0.0/8', '2001:db8::1'], '10.9.8.7', true],
    [['203.0.113.7'], 'unknown', false],
    [['::/0'], '', false],
  ] as const)('%j and %s: %s', (allowed, address, expected) => {
    expect(allowsAddress([...allowed], address)).toBe(expected)
  })

  it('are those of a network whose bits are the same', () => {
    const number = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (network, address, bits) => {
        const size = 2 ** (32 - bits)
        const same = Math.floor(number(network) / size) === Math.floor(number(address) / size)
        expect(allowsAddress([`${network}/${bits}`], address)).toBe(same)
      }),
    )
  })
})
