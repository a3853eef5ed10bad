import { expect, test } from 'vitest'
import { drawPortrait } from './draw'
import { portraitUrl } from './portrait'

test('the address of a portrait carries the whole look', () => {
  const look = { style: 'notionists', options: { seed: 'é&=#', hair: ['variant01'] } }
  const asked = new URL(portraitUrl(look), 'http://localhost').searchParams.get('look')
  expect(JSON.parse(asked ?? '')).toEqual(look)
  expect(drawPortrait(asked ?? '')).toContain('<svg')
})
