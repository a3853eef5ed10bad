import { expect, it } from 'vitest'
import { requestKeys } from './request-key'

it('a form has one key for as long as its values stay the same', () => {
  const keyFor = requestKeys()
  const first = keyFor({ url: 'a', tags: ['x'] })
  expect(keyFor({ url: 'a', tags: ['x'] })).toBe(first)
  const other = keyFor({ url: 'a', tags: ['y'] })
  expect(other).not.toBe(first)
  expect(keyFor({ url: 'a', tags: ['y'] })).toBe(other)
  expect(requestKeys()({ url: 'a', tags: ['y'] })).not.toBe(other)
})
