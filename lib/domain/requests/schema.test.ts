import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { cursorOf, wholeNumber } from './schema'

const cursor = cursorOf('c[0-9a-f]{7,15}')

const row = fc.record({
  createdAt: fc.date({ min: new Date(0), max: new Date(999_999_999_999_999), noInvalidDate: true }),
  id: fc.stringMatching(/^c[0-9a-f]{7,15}$/),
})

it('reads what it wrote, which an address may have as it is', () => {
  fc.assert(
    fc.property(row, (place) => {
      const text = cursor.write(place)
      expect(text).toMatch(/^[\w-]+$/)
      expect(cursor.read(text)).toEqual(place)
    }),
  )
})

it('takes nothing else for its own, and never throws', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = cursor.read(text)
      if (read) expect(cursor.write(read)).toBe(text)
    }),
  )
  for (const text of ['', 'nonsense', 'a', 'é', '====', 'MTIz']) expect(cursor.read(text)).toBeNull()
})

it('takes no text without a number in it for 0', () => {
  const page = wholeNumber(0, 10, 'page')
  expect(page.parse('0')).toBe(0)
  for (const text of ['', ' ', '\n', 'x', '1.5', '11']) expect(page.safeParse(text).success, text).toBe(false)
  expect(page.safeParse(' ').error?.issues[0]?.message).toBe('page must be a whole number.')
})
