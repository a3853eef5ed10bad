import { expect, test } from 'vitest'
import { drawPortrait } from './draw'

const look = (options: object, style = 'notionists') => JSON.stringify({ style, options })

test('draws the same look the same way, and another one differently', () => {
  const one = drawPortrait(look({ seed: 'a', hair: ['variant01'] }))
  expect(one).toMatch(/^<svg /)
  expect(drawPortrait(look({ seed: 'a', hair: ['variant01'] }))).toBe(one)
  expect(drawPortrait(look({ seed: 'a', hair: ['variant02'] }))).not.toBe(one)
})

test.each(['', 'null', '{', '[]', look({}, 'unheard-of'), look({ seed: 'x'.repeat(5000) })])(
  'there is no portrait of %s',
  (json) => {
    expect(drawPortrait(json)).toBeNull()
  },
)

test('what is written into a look cannot become markup', () => {
  const svg = drawPortrait(look({ seed: '<script>', backgroundColor: ['"/><script>alert(1)</script>'] }))
  expect(svg ?? '').not.toContain('<script>')
})
