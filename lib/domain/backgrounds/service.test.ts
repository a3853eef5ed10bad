import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { conversationWorld } from '@/e2e/support/conversations'
import { guestScope } from '@/lib/access/scopes'
import { deleteConversation } from '@/lib/domain/conversations/service/remove'
import { readImage, readRoomImage } from './queries'

const world = conversationWorld()

/** A picture of one colour. */
function picture(color: string, width = 40, height = 30): Buffer {
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  pen.fillStyle = color
  pen.fillRect(0, 0, width, height)
  return canvas.encodeSync('png')
}
const dataUrl = (bytes: Buffer, type = 'image/png') => `data:${type};base64,${bytes.toString('base64')}`

const behind = (background: object) =>
  world.create({ persona_id: 'pdced222244b', properties: { background } })
const inRoom = (id: string) => world.provider.rooms.get(id)?.background
const kept = () => world.database.backgroundImage.count({ where: { workspaceId: world.me.workspaceId } })

/** The id under which a conversation's settings have its image. */
async function imageOf(conversationId: string): Promise<string> {
  const { settings } = await world.read(conversationId)
  return (settings as { properties: { background: { image: string } } }).properties.background.image
}
const settingsOf = async (id: string) => (await world.read(id)).settings.properties

describe('a conversation', () => {
  it('is as drawn when nothing is asked for', async () => {
    const { conversation_id } = await world.create()
    expect(inRoom(conversation_id)).toBeNull()
    expect(await settingsOf(conversation_id)).toMatchObject({ apply_greenscreen: false, background: null })
  })

  it('with apply_greenscreen alone has the green and nothing in its place', async () => {
    const made = await world.create({ persona_id: 'pdced222244b', properties: { apply_greenscreen: true } })
    expect(inRoom(made.conversation_id)).toEqual({ type: 'green' })
  })

  it('remembers its colour', async () => {
    const { conversation_id } = await behind({ type: 'color', color: '#0B6B50' })
    expect(inRoom(conversation_id)).toEqual({ type: 'color', color: '#0b6b50' })
    expect(await settingsOf(conversation_id)).toMatchObject({
      apply_greenscreen: true,
      background: { type: 'color', color: '#0b6b50' },
    })
  })

  it('keeps its image, under an address of its room', async () => {
    const bytes = picture('teal')
    const { conversation_id } = await behind({ type: 'image', image: dataUrl(bytes) })
    const id = await imageOf(conversation_id)
    expect(id).toMatch(/^[0-9a-f]{64}$/)
    expect(inRoom(conversation_id)).toEqual({
      type: 'image',
      url: `/rooms/${conversation_id}/background/${id}`,
    })
    const found = await readRoomImage(guestScope(conversation_id), id)
    expect(found?.mimeType).toBe('image/png')
    expect(Buffer.from(found?.bytes ?? []).equals(bytes)).toBe(true)
  })

  it('takes an image for what its bytes are, whatever it is called', async () => {
    const { conversation_id } = await behind({
      type: 'image',
      image: dataUrl(picture('navy'), 'image/webp'),
    })
    const id = await imageOf(conversation_id)
    expect(await readRoomImage(guestScope(conversation_id), id)).toMatchObject({ mimeType: 'image/png' })
  })

  it('run again has the image of the first, which is kept once', async () => {
    const image = dataUrl(picture('orange'))
    const first = await behind({ type: 'image', image })
    const id = await imageOf(first.conversation_id)
    const again = await behind({ type: 'image', image: id })
    const same = await behind({ type: 'image', image })
    for (const { conversation_id } of [again, same]) expect(await imageOf(conversation_id)).toBe(id)
    expect(await kept()).toBe(1)
  })

  it('that is deleted takes the image from nobody else', async () => {
    const image = dataUrl(picture('purple'))
    const first = await behind({ type: 'image', image })
    const second = await behind({ type: 'image', image })
    const id = await imageOf(first.conversation_id)
    await deleteConversation(world.me, first.conversation_id)
    expect(await readRoomImage(guestScope(first.conversation_id), id)).toBeNull()
    expect(await readRoomImage(guestScope(second.conversation_id), id)).not.toBeNull()
    expect(await imageOf((await behind({ type: 'image', image: id })).conversation_id)).toBe(id)
  })

  it.each([
    [
      'no image',
      dataUrl(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
      'not a PNG, JPEG or WebP image',
    ],
    ['nothing', 'data:image/png;base64,', 'not a PNG, JPEG or WebP image'],
    [
      'too many pixels',
      dataUrl(picture('red', 4097, 1)),
      '4097 × 1 pixels. It may have at most 4,096 a side',
    ],
    ['too many bytes', `data:image/png;base64,${'A'.repeat(699_060)}`, 'at most 512 kB'],
    ['an id of nobody', 'f'.repeat(64), 'There is no background image with this id.'],
  ])('with %s behind it is refused, and nothing is kept', async (_what, image, words) => {
    await expect(behind({ type: 'image', image })).rejects.toMatchObject({
      code: 'invalid',
      field: 'properties.background.image',
      message: expect.stringContaining(words),
    })
    expect(await kept()).toBe(0)
    expect(await world.database.conversation.count({ where: { workspaceId: world.me.workspaceId } })).toBe(0)
  })
})

describe('an image', () => {
  it('is not for other rooms, other workspaces, or who asks for no image', async () => {
    const { conversation_id } = await behind({ type: 'image', image: dataUrl(picture('black')) })
    const id = await imageOf(conversation_id)
    const other = await behind({ type: 'color', color: '#000000' })
    expect(await readRoomImage(guestScope(other.conversation_id), id)).toBeNull()
    expect(await readRoomImage(guestScope('c00000000000000'), id)).toBeNull()
    for (const unknown of ['', '0', 'f'.repeat(64), `${id}0`, '../..', '\0']) {
      expect(await readRoomImage(guestScope(conversation_id), unknown)).toBeNull()
      expect(await readImage(world.me, unknown)).toBeNull()
    }
    expect(await readImage(world.me, id)).toMatchObject({ mimeType: 'image/png' })
    await world.become({})
    expect(await readImage(world.me, id)).toBeNull()
    await expect(behind({ type: 'image', image: id })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('sent by many at once is kept once', async () => {
    await world.become({ maxConcurrent: 10 })
    const image = dataUrl(picture('pink'))
    await Promise.all(Array.from({ length: 6 }, () => behind({ type: 'image', image })))
    expect(await kept()).toBe(1)
  })
})
