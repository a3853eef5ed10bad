import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ReadableStream, TransformStream } from 'node:stream/web'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { createConversation } from '@/lib/domain/conversations/service/create'
import { createPersona } from '@/lib/domain/personas/service'
import type { MemberScope } from '@/lib/domain/scope'
import { startEngine } from '@/lib/engine/index'
import { createLog } from '@/lib/platform/log'
import { pdfOf } from '@/lib/platform/reading/fixture'
import { documentFolder, documentPath } from '@/lib/platform/storage/folder'
import { findDocument, listDocuments } from '../queries/read'
import { mostBytesOfFile, uploadMs } from '../rules/limits'
import { documentListQuery, type UploadRequest } from '../schema'
import { deleteDocument, recrawlDocument, updateDocument } from './change'
import { readDocument } from './read'
import { removeDocumentFile } from './remove'
import { createUpload, forgetTickets, receiveUpload } from './upload'

let test: TestRegistry<HandClock>
let me: MemberScope
beforeAll(async () => {
  test = await testRegistry()
})
afterAll(() => test.close())
beforeEach(async () => {
  me = await test.member()
})

/** What the engine does every hour, and when it starts. */
const tidy = () =>
  startEngine(test.system, { clock: test.clock, bus: test.bus, log: createLog('silent') }).stop()

/** A file on its way, in pieces; `failure` comes after them. */
function bodyOf(bytes: Uint8Array, failure?: Error): ReadableStream {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.subarray(at, at + 1000))
      else if (failure) controller.error(failure)
      else controller.close()
      at += 1000
    },
  })
}

async function ticketOf(request: UploadRequest = { document_name: 'Handbook.pdf' }) {
  const { upload_url, document_id } = await createUpload(me, request)
  return { ticket: upload_url.split('/').at(-1) ?? '', id: document_id }
}

const send = (ticket: string, bytes: Uint8Array, said = bytes.length) =>
  receiveUpload(test.system, ticket, { body: bodyOf(bytes), bytes: said })

async function uploaded(bytes: Uint8Array, request?: UploadRequest): Promise<string> {
  const { ticket, id } = await ticketOf(request)
  await send(ticket, bytes)
  return id
}

const read = (documentId: string) =>
  readDocument(test.system, { documentId, round: 1, attempts: 9, signal: new AbortController().signal })

const handbook = pdfOf([['The handbook of the shop.'], ['Returns within thirty days.']])

describe('an upload', () => {
  it('by its ticket becomes a document, which is read', async () => {
    const { ticket, id } = await ticketOf({ document_name: 'Handbook.pdf', tags: ['shop'] })
    expect(await findDocument(me, id)).toBeNull()
    expect(await send(ticket, handbook)).toMatchObject({
      ...{ document_id: id, document_name: 'Handbook.pdf', status: 'started', source: 'upload' },
      ...{ tags: ['shop'], bytes: handbook.length, document_url: `/v2/documents/${id}/file` },
    })
    expect(readFileSync(documentPath(id))).toEqual(handbook)
    expect(statSync(documentPath(id)).mode & 0o777).toBe(0o600)
    await read(id)
    expect(await findDocument(me, id)).toMatchObject({
      ...{ status: 'ready', format: 'pdf', page_count: 2, document_name: 'Handbook.pdf', crawl_count: 0 },
    })
  })

  it('that came whole is kept once, however often it is sent', async () => {
    const { ticket, id } = await ticketOf()
    const first = await send(ticket, handbook)
    expect(await send(ticket, Buffer.from('Another file.'))).toEqual(first)
    const [one, other] = [await ticketOf(), handbook]
    const all = await Promise.all([send(one.ticket, other), send(one.ticket, other), send(one.ticket, other)])
    expect(new Set(all.map(({ document_id }) => document_id)).size).toBe(1)
    expect(readdirSync(documentFolder(one.id))).toEqual(['file'])
    expect(readFileSync(documentPath(id))).toEqual(handbook)
    expect((await listDocuments(me, documentListQuery.parse({}))).total_count).toBe(2)
    const effects = await test.database.effect.findMany({ where: { kind: 'read-document' } })
    const about = effects.filter(({ payload }) => (payload as { documentId: string }).documentId === one.id)
    expect(about).toHaveLength(1)
  })

  it('that breaks off leaves nothing, and can be sent again', async () => {
    const { ticket, id } = await ticketOf()
    const cut = receiveUpload(test.system, ticket, {
      body: bodyOf(handbook.subarray(0, 900), new Error('The connection was lost.')),
      bytes: handbook.length,
    })
    await expect(cut).rejects.toThrow('The connection was lost.')
    await expect(send(ticket, handbook.subarray(0, 500), handbook.length)).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(send(ticket, handbook, 500)).rejects.toMatchObject({ code: 'invalid' })
    expect(readdirSync(documentFolder(id))).toEqual([])
    expect(await findDocument(me, id)).toBeNull()
    expect(await send(ticket, handbook)).toMatchObject({ document_id: id })
  })

  it('that is empty or too large is refused before it comes', async () => {
    const { ticket } = await ticketOf()
    await expect(send(ticket, Buffer.alloc(0))).rejects.toMatchObject({ code: 'invalid' })
    await expect(send(ticket, handbook, mostBytesOfFile + 1)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('50 MB'),
    })
  })

  it('needs a ticket that is not over', async () => {
    await expect(send('none', handbook)).rejects.toMatchObject({ code: 'not-found' })
    const { ticket } = await ticketOf()
    test.clock.advance(uploadMs)
    await expect(send(ticket, handbook)).rejects.toMatchObject({ code: 'not-found' })
    await forgetTickets(test.system)
    expect(await test.database.uploadTicket.count()).toBeGreaterThan(0)
    test.clock.advance(uploadMs)
    await forgetTickets(test.system)
    expect(await test.database.uploadTicket.count()).toBe(0)
  })

  it('has to be whole within the hour', async () => {
    const { ticket, id } = await ticketOf()
    test.clock.advance(uploadMs - 1)
    const body = bodyOf(handbook).pipeThrough(
      new TransformStream({ flush: () => void test.clock.advance(1) }),
    )
    await expect(receiveUpload(test.system, ticket, { body, bytes: handbook.length })).rejects.toMatchObject({
      code: 'not-found',
    })
    expect(await findDocument(me, id)).toBeNull()
    expect(readdirSync(documentFolder(id))).toEqual([])
  })

  it('that never became a document leaves nothing once its ticket is over', async () => {
    const kept = await uploaded(handbook)
    const { ticket, id } = await ticketOf()
    await expect(send(ticket, handbook, 500)).rejects.toMatchObject({ code: 'invalid' })
    // The server died while it came.
    writeFileSync(`${documentPath(id)}.a.b`, 'half of it')
    const other = join(dirname(documentFolder(id)), 'not ours')
    mkdirSync(other)
    await tidy()
    test.clock.advance(uploadMs)
    // Its ticket is over, and what began in time may still be under way.
    await tidy()
    expect(existsSync(documentFolder(id))).toBe(true)
    test.clock.advance(uploadMs)
    await tidy()
    expect(existsSync(documentFolder(id))).toBe(false)
    expect(readFileSync(documentPath(kept))).toEqual(handbook)
    expect(existsSync(other)).toBe(true)
  })

  it('is left where the database knows no document, as it may be another one', async () => {
    const id = 'd0123456789a'
    mkdirSync(documentFolder(id), { recursive: true })
    await test.database.document.deleteMany()
    await tidy()
    expect(existsSync(documentFolder(id))).toBe(true)
    await uploaded(handbook)
    await tidy()
    expect(existsSync(documentFolder(id))).toBe(false)
  })

  it('cannot be fetched again', async () => {
    await expect(recrawlDocument(me, await uploaded(handbook))).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a document', () => {
  it('is renamed and tagged; what is left out stays', async () => {
    const id = await uploaded(handbook)
    expect(await updateDocument(me, id, { document_name: ' Book ' })).toMatchObject({
      document_name: 'Book',
      tags: [],
    })
    expect(await updateDocument(me, id, { tags: ['a', 'b', 'a'] })).toMatchObject({
      document_name: 'Book',
      tags: ['a', 'b'],
    })
    await expect(updateDocument(me, id, { document_name: ' ' })).rejects.toMatchObject({
      field: 'document_name',
    })
  })

  it('is found by name, id, tag and status, in either order', async () => {
    const first = await uploaded(handbook, { document_name: '100% Handbook', tags: ['x', 'y'] })
    test.clock.advance(1000)
    const second = await uploaded(handbook, { document_name: 'Price list', tags: ['y'] })
    const ids = async (query: object) =>
      (await listDocuments(me, documentListQuery.parse(query))).data.map(({ document_id }) => document_id)
    expect(await ids({})).toEqual([second, first])
    expect(await ids({ sort: 'ascending' })).toEqual([first, second])
    expect(await ids({ limit: '1', page: '1' })).toEqual([first])
    expect(await ids({ name_or_uuid: 'handB' })).toEqual([first])
    expect(await ids({ name_or_uuid: '%' })).toEqual([first])
    expect(await ids({ name_or_uuid: second })).toEqual([second])
    expect(await ids({ tags: 'x, z' })).toEqual([first])
    expect(await ids({ status: 'ready' })).toEqual([])
  })

  it('that is deleted is gone with its file and its passages, and from personas', async () => {
    const id = await uploaded(handbook)
    await read(id)
    expect(await test.database.passage.count({ where: { documentId: id } })).toBe(1)
    const persona = { persona_name: 'P', system_prompt: 'You talk.', document_ids: [id] }
    const { persona_id } = await createPersona(me, persona, 'p')
    await deleteDocument(me, id)
    expect(await findDocument(me, id)).toBeNull()
    expect(await test.database.passage.count({ where: { documentId: id } })).toBe(0)
    const [effect] = await test.database.effect.findMany({ where: { kind: 'remove-document' } })
    expect(effect).toMatchObject({ instanceId: 'test', payload: { documentId: id } })
    await removeDocumentFile(test.system, id)
    expect(existsSync(documentFolder(id))).toBe(false)
    expect(await test.database.persona.findUnique({ where: { id: persona_id } })).toMatchObject({
      documentIds: [],
    })
    await expect(deleteDocument(me, id)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('of another workspace is as unknown as one that never was', async () => {
    const id = await uploaded(handbook)
    const other = await test.member()
    expect(await findDocument(other, id)).toBeNull()
    const acts = [
      () => updateDocument(other, id, {}),
      () => deleteDocument(other, id),
      () => recrawlDocument(other, id),
    ]
    for (const act of acts) await expect(act()).rejects.toMatchObject({ code: 'not-found' })
    const persona = { persona_name: 'P', system_prompt: 'You talk.', document_ids: [id] }
    await expect(createPersona(other, persona, 'p')).rejects.toMatchObject({
      code: 'invalid',
      field: 'document_ids',
    })
    const request = { persona_id: 'pdced222244b', document_ids: [id], test_mode: true }
    await expect(createConversation(other, request, { origin: 'http://localhost' })).rejects.toMatchObject({
      ...{ code: 'invalid', field: 'document_ids' },
      message: `Invalid document_ids: there is no document "${id}". Choose among those under Knowledge.`,
    })
  })
})
