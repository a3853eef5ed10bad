import { expect, test } from 'vitest'
import { portraitUrl } from './portrait'

test('the address of a portrait carries the whole look', () => {
  const look = { style: 'notionists', options: { seed: 'é&=#', hair: ['variant01'] } }
  const asked = new URL(portraitUrl(look, 128), 'http://localhost').searchParams
  expect(JSON.parse(asked.get('look') ?? '')).toEqual(look)
  expect(asked.get('size')).toBe('128')
})
