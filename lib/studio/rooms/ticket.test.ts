import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeTicket, readTicket } from './ticket'

const key = 'a key'

it('returns to its session in its conversation only', () => {
  const ticket = makeTicket(key, 'c1', 's1')
  expect(readTicket(key, 'c1', ticket)).toBe('s1')
  expect(readTicket(key, 'c2', ticket)).toBeNull()
  expect(readTicket('another key', 'c1', ticket)).toBeNull()
  expect(readTicket(key, 'c1', ticket.replace('s1', 's2'))).toBeNull()
})

it('takes no other text for a ticket', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => readTicket(key, 'c1', text) === null))
})
