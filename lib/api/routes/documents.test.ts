import { existsSync } from 'node:fs'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { systemScope } from '@/lib/access/scopes'
import { document, documentList, searchAnswer, uploadTicket } from '@/lib/domain/documents/schema'
import { readDocument } from '@/lib/domain/documents/service/read'
import { pdfOf } from '@/lib/platform/reading/fixture'
import { documentFolder } from '@/lib/platform/storage/folder'

let api: TestApi
let ann: Person
beforeAll(async () => {
  api = await startApi()
  ann = await api.person('Ann')
})
afterAll(() => api.close())

const ask = (path: string, method = 'GET', body?: unknown) => api.call(path, { method, key: ann.key, body })
const handbook = pdfOf([['Returns within thirty days.']])

async function ticketOf(name = 'Handbook.pdf') {
  const answer = await ask('/v2/documents/uploads', 'POST', { document_name: name, tags: ['shop'] })
  expect(answer.status).toBe(200)
  return uploadTicket.parse(await answer.json())
}

const put = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  api.app.request(`https://colloquy.test${path}`, { method: 'PUT', body, headers })

const length = (bytes: Uint8Array) => ({ 'content-length': String(bytes.length) })

describe('a document over the API', () => {
  it('is uploaded without a key by its ticket, read, searched, changed, downloaded and deleted', async () => {
    const { upload_url, document_id: id, max_bytes } = await ticketOf()
    expect(max_bytes).toBe(52_428_800)
    const sent = await put(upload_url, new Uint8Array(handbook), length(handbook))
    expect(sent.status).toBe(200)
    expect(document.parse(await sent.json())).toMatchObject({
      document_id: id,
      status: 'started',
      tags: ['shop'],
    })
    const signal = new AbortController().signal
    await readDocument(systemScope('test'), { documentId: id, round: 1, attempts: 1, signal })
    expect(document.parse(await (await ask(`/v2/documents/${id}`)).json())).toMatchObject({ status: 'ready' })
    const list = documentList.parse(await (await ask('/v2/documents?status=ready')).json())
    expect(list).toMatchObject({ total_count: 1, page: 0, limit: 10, data: [{ document_id: id }] })
    const found = searchAnswer.parse(await (await ask('/v2/documents/search?question=return')).json())
    expect(found.data).toMatchObject([{ document_id: id, place: 'page 1' }])
    expect(await (await ask(`/v2/documents/${id}/passages`)).json()).toMatchObject({ total_count: 1 })
    expect(await (await ask('/v2/documents/tags')).json()).toEqual({ data: [{ tag: 'shop', documents: 1 }] })
    const changed = await ask(`/v2/documents/${id}`, 'PATCH', { document_name: 'Book; "quoted"' })
    expect(await changed.json()).toMatchObject({ document_name: 'Book; "quoted"', tags: ['shop'] })
    const file = await ask(`/v2/documents/${id}/file`)
    expect(Buffer.from(await file.arrayBuffer())).toEqual(handbook)
    expect(file.headers.get('content-type')).toBe('application/octet-stream')
    expect(file.headers.get('content-disposition')).toBe(
      "attachment; filename*=UTF-8''Book%3B%20%22quoted%22",
    )
    expect((await ask(`/v2/documents/${id}/recrawl`, 'POST')).status).toBe(409)
    const removed = await ask(`/v2/documents/${id}`, 'DELETE')
    expect([removed.status, await removed.text()]).toEqual([204, ''])
    const gone = await ask(`/v2/documents/${id}`)
    expect([gone.status, await gone.json()]).toEqual([
      404,
      expect.objectContaining({ message: 'Document not found' }),
    ])
  })

  it('is refused in words where its body or address is not usable', async () => {
    const create = async (body: unknown) => {
      const answer = await ask('/v2/documents', 'POST', body)
      return [answer.status, ((await answer.json()) as { field?: string }).field]
    }
    expect(await create({})).toEqual([400, 'document_url'])
    expect(await create({ document_url: 'ftp://example.com/' })).toEqual([400, 'document_url'])
    expect(await create({ document_url: 'http://127.0.0.1/' })).toEqual([400, 'document_url'])
    const url = 'https://example.com/'
    expect(await create({ document_url: url, callback_url: 'http://10.0.0.1/' })).toEqual([
      400,
      'callback_url',
    ])
    expect(await create({ document_url: url, crawl: { depth: 11 } })).toEqual([400, 'crawl.depth'])
    expect(await create({ document_url: url, crawl: { max_pages: 101 } })).toEqual([400, 'crawl.max_pages'])
    expect(await create({ document_url: url, tags: Array.from({ length: 33 }, String) })).toEqual([
      400,
      'tags',
    ])
    expect((await ask('/v2/documents?page=-1')).status).toBe(400)
    expect((await ask('/v2/documents?sort=newest')).status).toBe(400)
    expect(await (await ask('/v2/documents/search')).json()).toEqual({ strategy: 'balanced', data: [] })
  })

  it('can be fetched again, which is begun and answered so', async () => {
    const made = await ask('/v2/documents', 'POST', {
      document_url: 'https://example.com/',
      crawl: { depth: 2 },
    })
    const { document_id: id, crawl_config } = document.parse(await made.json())
    expect(crawl_config).toEqual({ depth: 2, max_pages: 10 })
    expect((await ask(`/v2/documents/${id}/recrawl`, 'POST')).status).toBe(409)
    await api.database.document.update({
      where: { id },
      data: { status: 'ready', lastCrawledAt: api.clock.now() },
    })
    const early = await ask(`/v2/documents/${id}/recrawl`, 'POST')
    expect([early.status, early.headers.get('retry-after')]).toEqual([429, '3600'])
    api.clock.advance(3_600_000)
    const again = await ask(`/v2/documents/${id}/recrawl`, 'POST')
    expect([again.status, await again.json()]).toEqual([
      202,
      expect.objectContaining({ status: 'recrawling' }),
    ])
  })
})

describe('an upload', () => {
  it('needs a good ticket, a length and a body, and no other method', async () => {
    expect((await put('/v2/documents/uploads/nothing', 'text', { 'content-length': '4' })).status).toBe(404)
    const { upload_url } = await ticketOf()
    expect((await put(upload_url, 'text')).status).toBe(400)
    expect((await put(upload_url, 'text', { 'content-length': '99999999' })).status).toBe(400)
    expect((await put(upload_url, 'text', { 'content-length': '5' })).status).toBe(400)
    const posted = await ask(upload_url, 'POST')
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'PUT'])
    expect((await ask(upload_url)).status).toBe(405)
    expect((await put(upload_url, 'text', { 'content-length': '4' })).status).toBe(200)
  })

  it('whose ticket is a secret leaves it in no log', async () => {
    const { upload_url } = await ticketOf()
    await put(upload_url, 'text', { 'content-length': '4' })
    const ticket = upload_url.split('/').at(-1) ?? ''
    expect(api.lines.some(({ path }) => path === '/v2/documents/uploads/[redacted]')).toBe(true)
    expect(JSON.stringify(api.lines)).not.toContain(ticket)
  })

  it('that is cut in the middle of the connection leaves nothing, and the server as it was', async () => {
    const server = serve({ fetch: api.app.fetch, port: 0, hostname: '127.0.0.1' })
    const { upload_url, document_id: id } = await ticketOf()
    const { port } = server.address() as AddressInfo
    await new Promise<void>((resolve) => {
      const headers = { 'content-length': 1_000_000 }
      const sending = request({ port, path: upload_url, method: 'PUT', headers })
      sending.on('error', () => resolve())
      sending.write(Buffer.alloc(100_000), () => setTimeout(() => sending.destroy(), 100))
    })
    await expect.poll(async () => (await ask('/v2/documents')).status).toBe(200)
    expect(await api.database.document.count({ where: { id } })).toBe(0)
    const again = await put(upload_url, new Uint8Array(handbook), length(handbook))
    expect(again.status).toBe(200)
    expect(existsSync(documentFolder(id))).toBe(true)
    server.close()
  })
})
