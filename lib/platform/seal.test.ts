import { afterAll, beforeAll, expect, it } from 'vitest'
import { fillRegistry, type Registry } from './registry'
import { seal, unseal } from './seal'
import { deriveSecrets } from './secrets'

const open = (root: number) =>
  fillRegistry({ secrets: deriveSecrets(new Uint8Array(32).fill(root)) } as Registry)
beforeAll(() => open(1))
afterAll(() => fillRegistry(undefined))

it.each(['sk-123', '', 'ключ 🔑', 'x'.repeat(5000)])('seals %j so that it comes back', (secret) => {
  const sealed = seal(secret)
  expect(unseal(sealed)).toBe(secret)
  if (secret) expect(sealed).not.toContain(secret)
})

it('seals the same secret differently each time', () => {
  expect(seal('sk-123')).not.toBe(seal('sk-123'))
})

it('opens nothing that was changed, cut, not sealed, or sealed elsewhere', () => {
  const sealed = seal('sk-123')
  const at = sealed.length - 4
  const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
  for (const text of [changed, sealed.slice(0, -8), 'sealed1.', 'sk-123', '']) {
    expect(() => unseal(text)).toThrow()
  }
  open(2)
  expect(() => unseal(sealed)).toThrow()
  open(1)
})
