import { describe, expect, it } from 'vitest'
import { conversationCreate, settle, withoutBlanks } from '@/lib/domain/conversations/schema/request'

const id = '0123456789abcdef'.repeat(4)
const settled = (properties: object) =>
  settle(conversationCreate.parse(withoutBlanks({ properties })), 3600).properties

/** What is said of a request with this background. */
function fault(background: unknown) {
  const { error } = conversationCreate.safeParse(withoutBlanks({ properties: { background } }))
  const [issue] = error?.issues ?? []
  return issue && { field: issue.path.join('.'), message: issue.message }
}

describe('a background', () => {
  it('that is not given leaves the screen as it was asked for', () => {
    expect(settled({})).toMatchObject({ apply_greenscreen: false, background: null })
    expect(settled({ apply_greenscreen: true })).toMatchObject({ apply_greenscreen: true, background: null })
    expect(settled({ background: null })).toMatchObject({ apply_greenscreen: false, background: null })
    expect(settled({ background: '' })).toMatchObject({ apply_greenscreen: false, background: null })
  })

  it.each([
    [
      { type: 'color', color: '#0B6b50' },
      { type: 'color', color: '#0b6b50' },
    ],
    [
      { type: 'image', image: id },
      { type: 'image', image: id },
    ],
    [
      { type: 'image', image: 'data:image/webp;base64,UklGRg==', alt: 'a wood' },
      { type: 'image', image: 'data:image/webp;base64,UklGRg==' },
    ],
  ])('%j turns the green screen on', (given, understood) => {
    const expected = { apply_greenscreen: true, background: understood }
    expect(settled({ background: given })).toMatchObject(expected)
    expect(settled({ background: given, apply_greenscreen: false })).toMatchObject(expected)
  })

  it.each([
    ['#0b6b50', 'properties.background', 'background must be an object like'],
    [{}, 'properties.background.type', 'background.type must be "color" or "image".'],
    [{ type: 'blur' }, 'properties.background.type', 'background.type must be "color" or "image".'],
    [{ type: 'color' }, 'properties.background.color', 'background.color must be like "#0b6b50"'],
    [{ type: 'color', color: 'red' }, 'properties.background.color', 'background.color must be like'],
    [{ type: 'color', color: '#fff' }, 'properties.background.color', 'background.color must be like'],
    [{ type: 'color', color: '#0b6b50\n' }, 'properties.background.color', 'background.color must be like'],
    [{ type: 'image' }, 'properties.background.image', 'background.image must be a PNG, JPEG or WebP image'],
    [{ type: 'image', image: '' }, 'properties.background.image', 'background.image must be a PNG'],
    [{ type: 'image', image: 7 }, 'properties.background.image', 'background.image must be a PNG'],
    [
      { type: 'image', image: 'https://example.com/a.png' },
      'properties.background.image',
      'background.image must be',
    ],
    [
      { type: 'image', image: 'data:image/svg+xml;base64,PHN2Zy8+' },
      'properties.background.image',
      'background.image must be',
    ],
  ])('%j is refused in words', (given, field, words) => {
    expect(fault(given)).toEqual({ field, message: expect.stringContaining(words) })
  })

  it('of too many characters is refused before it is decoded', () => {
    const image = `data:image/png;base64,${'A'.repeat(700_000)}`
    expect(fault({ type: 'image', image })).toEqual({
      field: 'properties.background.image',
      message: 'The background image may have at most 512 kB.',
    })
  })
})
