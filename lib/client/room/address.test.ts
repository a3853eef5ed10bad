import { expect, test } from 'vitest'
import { socketAddress } from './address'

test('a page that came by https joins its room by wss', () => {
  const at = (protocol: string) => socketAddress('c1', { protocol, host: 'calls.example.com:8443' })
  expect(at('https:')).toBe('wss://calls.example.com:8443/rooms/c1/socket')
  expect(at('http:')).toBe('ws://calls.example.com:8443/rooms/c1/socket')
})
