import { createCanvas } from '@napi-rs/canvas'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET } from '@/app/rooms/[id]/background/[image]/route'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { conversationCreated, conversationVerbose } from '@/lib/domain/conversations/schema/response'

let api: TestApi
let ann: Person
const bytes = createCanvas(32, 18).encodeSync('webp')
const image = `data:image/webp;base64,${bytes.toString('base64')}`

beforeAll(async () => {
  api = await startApi()
  ann = await api.person('Ann')
  await api.addCast(null, '0a')
})
afterAll(() => api.close())

/** Creates a conversation with this background, and the wire's words for its properties. */
async function created(background: unknown, properties: object = {}) {
  const answer = await api.call('/v2/conversations', {
    method: 'POST',
    key: ann.key,
    body: { persona_id: 'p0a', properties: { ...properties, background } },
  })
  const body = await answer.json()
  if (answer.status !== 200) return { status: answer.status, body }
  const { conversation_id } = conversationCreated.parse(body)
  const verbose = await api.call(`/v2/conversations/${conversation_id}?verbose=true`, { key: ann.key })
  const { settings } = conversationVerbose.parse(await verbose.json())
  await api.call(`/v2/conversations/${conversation_id}/end`, { method: 'POST', key: ann.key })
  return { status: 200, id: conversation_id, properties: settings.properties as Record<string, unknown> }
}

const atRoom = (id: string, hash: string) =>
  GET(new Request(`https://colloquy.test/rooms/${id}/background/${hash}`), {
    params: Promise.resolve({ id, image: hash }),
  })

describe('POST /v2/conversations with a background', () => {
  it('remembers a colour and an image, and turns the green screen on', async () => {
    expect((await created({ type: 'color', color: '#123456' })).properties).toMatchObject({
      apply_greenscreen: true,
      background: { type: 'color', color: '#123456' },
    })
    expect((await created({ type: 'image', image })).properties).toMatchObject({
      apply_greenscreen: true,
      background: { type: 'image', image: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
  })

  it('takes blanks for none, as clients of the wire send them', async () => {
    for (const blank of [null, '']) {
      expect((await created(blank)).properties).toMatchObject({ apply_greenscreen: false, background: null })
    }
  })

  it.each([
    [{ type: 'color', color: 'teal' }, 'properties.background.color', 'must be like "#0b6b50"'],
    [{ type: 'image', image: 'x' }, 'properties.background.image', 'must be a PNG, JPEG or WebP image'],
    [
      { type: 'image', image: 'data:image/png;base64,PHN2Zy8+' },
      'properties.background.image',
      'is not a PNG, JPEG or WebP image',
    ],
  ])('refuses %j in words', async (background, field, words) => {
    const { status, body } = await created(background)
    expect(status).toBe(400)
    expect(body).toMatchObject({ field, message: expect.stringContaining(words) })
  })
})

describe('an image that is kept', () => {
  let conversation: string
  let hash: string
  beforeAll(async () => {
    const made = await created({ type: 'image', image }, { require_auth: true })
    conversation = made.id ?? ''
    const background = made.properties?.background as { image: string } | undefined
    hash = background?.image ?? ''
  })

  it('is answered to its workspace, as what it is and nothing else', async () => {
    for (const asked of [{ key: ann.key }, { cookie: ann.cookie }]) {
      const answer = await api.call(`/v2/backgrounds/${hash}`, asked)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe('image/webp')
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
    }
  })

  it('is unknown to everybody else', async () => {
    const bob = await api.person('Bob')
    expect((await api.call(`/v2/backgrounds/${hash}`, { key: bob.key })).status).toBe(400)
    expect((await api.call(`/v2/backgrounds/${hash}`)).status).toBe(401)
    expect((await api.call(`/v2/backgrounds/${'0'.repeat(64)}`, { key: ann.key })).status).toBe(400)
  })

  it('is answered under its room to who knows it, to be kept for good', async () => {
    const answer = await atRoom(conversation, hash)
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toEqual({
      'content-type': 'image/webp',
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    })
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
  })

  it.each(['0'.repeat(64), 'x', '%00', '..'])('is not found under its room as %s', async (other) => {
    const answer = await atRoom(conversation, other)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })
})
