import { afterAll, beforeAll, expect, it } from 'vitest'
import { fillRegistry, type Registry } from '@/lib/platform/registry'
import { deriveSecrets } from '@/lib/platform/secrets'
import { callbackAddress, conversationOfCallback, isCallbackSecret } from './callback-address'

const open = (root: number, env: object = { APP_URL: 'https://talk.example' }) =>
  fillRegistry({ env, secrets: deriveSecrets(new Uint8Array(32).fill(root)) } as Registry)
beforeAll(() => open(1))
afterAll(() => fillRegistry(undefined))

const id = 'c0123456789abcde'
const partsOf = (address: string) => address.split('/').slice(-2) as [string, string]

it('is one for each conversation, and no other', () => {
  const address = callbackAddress(id)
  expect(address).toMatch(/^https:\/\/talk\.example\/callbacks\/c0123456789abcde\/[\w-]{43}$/)
  expect(callbackAddress(id)).toBe(address)
  const [conversation, secret] = partsOf(address)
  expect(isCallbackSecret(conversation, secret)).toBe(true)
  const [, another] = partsOf(callbackAddress('c0123456789abcdf'))
  for (const forged of [another, secret.slice(1), `${secret}A`, secret.toLowerCase(), '', 'é'.repeat(43)]) {
    expect(isCallbackSecret(id, forged)).toBe(false)
  }
})

it('tells whose conversation it is, wherever this installation was reached then', () => {
  const [, secret] = partsOf(callbackAddress(id))
  expect(conversationOfCallback(callbackAddress(id))).toBe(id)
  expect(conversationOfCallback(`http://localhost:3000/callbacks/${id}/${secret}`)).toBe(id)
  for (const foreign of [
    'https://elsewhere.example/hook',
    `https://talk.example/callbacks/c0123456789abcdf/${secret}`,
    `https://talk.example/callbacks/${id}/${secret}/more`,
    `https://talk.example/callbacks/${id}`,
    '',
  ]) {
    expect(conversationOfCallback(foreign)).toBeNull()
  }
})

it('is another in another installation, and this machine’s where no address is set', () => {
  const here = callbackAddress(id)
  open(2, { PORT: 3100 })
  expect(callbackAddress(id)).toMatch(/^http:\/\/localhost:3100\/callbacks\//)
  expect(conversationOfCallback(here)).toBeNull()
  open(1)
})
