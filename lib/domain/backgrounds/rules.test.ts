import { createCanvas } from '@napi-rs/canvas'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backgroundOfRoom, imageFacts } from './rules'

const drawn = (width: number, height: number) => createCanvas(width, height)

/** A WebP whose first chunk begins with these bytes. */
const webp = (chunk: string, ...data: number[]) =>
  Uint8Array.from([
    ...Buffer.from('RIFF\x1e\0\0\0WEBP', 'latin1'),
    ...Buffer.from(chunk, 'latin1'),
    ...[10, 0, 0, 0],
    ...data,
  ])

describe('an image', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('of kind %s tells its sides', (kind) => {
    const canvas = drawn(213, 57)
    // The encoder's overloads take one literal each.
    const bytes = kind === 'png' ? canvas.encodeSync('png') : canvas.encodeSync(kind as 'jpeg')
    expect(imageFacts(bytes)).toEqual({ type: `image/${kind}`, width: 213, height: 57 })
  })

  it('of the other two kinds of WebP tells its sides', () => {
    // Lossless: a signature byte, then fourteen bits for each side, less one.
    const bits = (300 - 1) | ((200 - 1) << 14)
    const packed = [bits & 255, (bits >> 8) & 255, (bits >> 16) & 255, (bits >>> 24) & 255]
    expect(imageFacts(webp('VP8L', 0x2f, ...packed))).toEqual({
      type: 'image/webp',
      width: 300,
      height: 200,
    })
    // Extended: flags, then three bytes for each side, less one.
    const side = (pixels: number) => [(pixels - 1) & 255, ((pixels - 1) >> 8) & 255, (pixels - 1) >> 16]
    expect(imageFacts(webp('VP8X', 0, 0, 0, 0, ...side(70_000), ...side(9)))).toEqual({
      type: 'image/webp',
      width: 70_000,
      height: 9,
    })
  })

  it.each([
    ['nothing', ''],
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a GIF', 'GIF89a\x01\0\x01\0\0\0\0;'],
    ['half a signature', '\x89PNG\r\n'],
    ['a JPEG without a frame', '\xff\xd8\xff\xe0\0\x04ab\xff\xda\0\x02'],
    ['a WebP of no known kind', 'RIFF\x20\0\0\0WEBPABCD\0\0\0\0'],
  ])('is not found in %s', (_what, text) => {
    expect(imageFacts(new Uint8Array(Buffer.from(text, 'latin1')))).toBeNull()
  })

  it('without width is none', () => {
    const png = new Uint8Array(drawn(4, 4).encodeSync('png'))
    png.set([0, 0, 0, 0], 16)
    expect(imageFacts(png)).toBeNull()
  })

  it('is looked for in any bytes without failing, and never where there are none of its kind', () => {
    const beginnings = [
      '',
      '\xff\xd8',
      '\xff\xd8\xff\xc0',
      '\x89PNG\r\n\x1a\n',
      'RIFF1234WEBPVP8 ',
      'RIFF1234WEBPVP8X',
    ]
    fc.assert(
      fc.property(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 200 }), (beginning, rest) => {
        const bytes = new Uint8Array([...Buffer.from(beginning, 'latin1'), ...rest])
        const facts = imageFacts(bytes)
        if (!facts) return
        expect(facts.width).toBeGreaterThan(0)
        expect(facts.height).toBeGreaterThan(0)
        expect(beginning).not.toBe('')
      }),
    )
  })

  it('is read from the part of a buffer that it has', () => {
    const png = drawn(31, 17).encodeSync('png')
    const whole = new Uint8Array(png.length + 20)
    whole.set(png, 13)
    expect(imageFacts(whole.subarray(13, 13 + png.length))).toMatchObject({ width: 31, height: 17 })
  })
})

describe('the background of a room', () => {
  it.each([
    [{ apply_greenscreen: false }, null],
    [{ apply_greenscreen: false, background: null }, null],
    [{ apply_greenscreen: true }, { type: 'green' }],
    [
      { apply_greenscreen: true, background: { type: 'color', color: '#0b6b50' } },
      { type: 'color', color: '#0b6b50' },
    ],
    [
      { apply_greenscreen: true, background: { type: 'image', image: 'a'.repeat(64) } },
      { type: 'image', url: `/rooms/c1/background/${'a'.repeat(64)}` },
    ],
  ] as const)('of %j is %j', (settings, expected) => {
    expect(backgroundOfRoom('c1', settings)).toEqual(expected)
  })
})
