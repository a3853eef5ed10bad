import { existsSync, rmSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { hostileTargets } from '@/e2e/support/hostile-targets'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { resolveSite, type Site, startSite } from '@/e2e/support/site'
import { leaseMs } from '@/lib/domain/effects/rules'
import { claimEffects, effectDone } from '@/lib/domain/effects/service'
import type { MemberScope } from '@/lib/domain/scope'
import { pdfOf } from '@/lib/platform/reading/fixture'
import { documentFolder } from '@/lib/platform/storage/folder'
import { findDocument, listPassages } from '../queries/read'
import { mostDocuments, mostTries, recrawlMs } from '../rules/limits'
import type { Document, DocumentRequest } from '../schema'
import { deleteDocument, recrawlDocument } from './change'
import { createDocument } from './create'
import { readDocument } from './read'

let test: TestRegistry<HandClock>
let site: Site
let me: MemberScope
beforeAll(async () => {
  test = await testRegistry()
  site = await startSite()
})
afterAll(async () => {
  await site.close()
  await test.close()
})
beforeEach(async () => {
  me = await test.member()
  site.pages.clear()
  site.asked.length = 0
})

let made = 0
const create = (request: DocumentRequest) => createDocument(me, request, `request ${++made}`)

/** Carries out what is due of documents, as the engine does. */
async function read({
  documentId,
  attempts = 1,
  signal = new AbortController().signal,
}: {
  documentId: string
  attempts?: number
  signal?: AbortSignal
}) {
  const { round } = await test.database.document.findUniqueOrThrow({ where: { id: documentId } })
  await readDocument(test.system, { documentId, round, attempts, signal }, { resolve: resolveSite })
}

async function readNew(request: Omit<DocumentRequest, 'document_url'> & { path: string }): Promise<Document> {
  const { path, ...rest } = request
  const { document_id: documentId } = await create({ document_url: site.at(path), ...rest })
  await read({ documentId, attempts: mostTries })
  const document = await findDocument(me, documentId)
  if (!document) throw new Error('It is gone.')
  return document
}

const textOf = async (id: string) =>
  (await listPassages(me, id, { limit: 100, page: 0 }))?.data.map(({ text }) => text).join('\n')

const page = (title: string, text: string, links: string[] = []) =>
  `<!doctype html><html><head><title>${title}</title></head><body><p>${text}</p>${links.map((link) => `<a href="${link}">more</a>`).join(' ')}</body></html>`

describe('a document from an address', () => {
  it('is fetched, read, and ready; its title is its name', async () => {
    site.pages.set('/returns', page('Returns', 'Within thirty days, in the box it came in.'))
    const started = await create({ document_url: site.at('/returns'), tags: ['shop', 'shop', ' help '] })
    expect(started).toMatchObject({
      ...{ status: 'started', progress: 0, source: 'url', tags: ['shop', 'help'], format: null },
      ...{ document_name: `receiver.test:${site.port}/returns`, crawl_config: null, crawl_count: 0 },
    })
    expect(started.document_id).toMatch(/^d[0-9a-f]{11}$/)
    await read({ documentId: started.document_id })
    expect(await findDocument(me, started.document_id)).toMatchObject({
      ...{ status: 'ready', progress: 100, document_name: 'Returns', format: 'html', language: 'english' },
      ...{ passage_count: 1, crawled_urls: [site.at('/returns')], crawl_count: 1, error_message: null },
    })
    expect(await textOf(started.document_id)).toContain('Within thirty days')
    expect(existsSync(documentFolder(started.document_id))).toBe(false)
  })

  it('is what its bytes are, whatever it is called and said to be; a name that was chosen stays', async () => {
    site.pages.set('/page.html', (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(pdfOf([['A page of paper.']])),
    )
    expect(await readNew({ path: '/page.html', document_name: 'Mine' })).toMatchObject({
      ...{ status: 'ready', format: 'pdf', page_count: 1, document_name: 'Mine' },
    })
  })

  it('is ready whatever is in the title of its file', async () => {
    site.pages.set('/odd', pdfOf([['A page.']], { title: `The\0 book ${'x'.repeat(190)}\u{1f600}` }))
    expect(await readNew({ path: '/odd' })).toMatchObject({
      ...{ status: 'ready', document_name: `The book ${'x'.repeat(190)}` },
    })
  })

  it('has a name that can be stored, however long its address is', async () => {
    const head = `receiver.test:${site.port}/`
    const rest = 'x'.repeat(199 - head.length)
    const { document_name } = await create({ document_url: site.at(`/${rest}\u{1f600}`) })
    expect(document_name).toBe(head + rest)
  })

  it('asked for again under one key is one document', async () => {
    const request = { document_url: site.at('/') }
    const first = await createDocument(me, request, 'once')
    expect(await createDocument(me, request, 'once')).toEqual(first)
    expect(
      await test.database.effect.count({
        where: { payload: { path: ['documentId'], equals: first.document_id } },
      }),
    ).toBe(1)
  })

  it.each([
    ['/missing', 'file_download_failed', 'status 404'],
    ['/empty', 'file_empty', 'empty'],
    ['/picture', 'file_format_unsupported', 'picture'],
    ['/cut', 'file_download_failed', 'broke off'],
    ['/large', 'file_size_too_large', '50 MB'],
    ['/loop', 'file_download_failed', 'more than 5 times'],
    ['/inside', 'invalid_file_url', 'private network'],
    ['/inside-by-name', 'invalid_file_url', 'private network'],
    ['/elsewhere', 'invalid_file_url', 'begins with https'],
  ])('%s fails as %s, in words', async (path, code, words) => {
    const to = (location: string) => (_: unknown, response: ServerResponse) =>
      response.writeHead(302, { location }).end()
    site.pages.set('/empty', '')
    site.pages.set('/picture', Buffer.from('89504e470d0a1a0a', 'hex'))
    site.pages.set('/cut', (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('half of it', () => response.destroy())
    })
    site.pages.set('/large', (_request, response) => {
      const piece = Buffer.alloc(1024 * 1024, 'a')
      const more = () => {
        while (!response.destroyed && response.write(piece));
      }
      response.on('drain', more)
      more()
    })
    site.pages.set('/loop', to('/loop'))
    site.pages.set('/inside', to('http://127.0.0.1/'))
    site.pages.set('/inside-by-name', to(`http://inner.test:${site.port}/empty`))
    site.pages.set('/elsewhere', to('file:///etc/passwd'))
    const failed = await readNew({ path })
    expect(failed).toMatchObject({ status: 'error', progress: null, error_message: code })
    expect(failed.error_detail).toContain(words)
    if (path.startsWith('/inside')) expect(site.asked).toEqual([path])
  })

  it('follows where it leads, at most five times', async () => {
    for (let at = 0; at < 5; at++) {
      site.pages.set(`/${at}`, (_request, response) =>
        response.writeHead(301, { location: `/${at + 1}` }).end(),
      )
    }
    site.pages.set('/5', 'At last.')
    expect(await readNew({ path: '/0' })).toMatchObject({ status: 'ready', crawled_urls: [site.at('/5')] })
  })

  it('in a private network is refused at once', async () => {
    for (const url of hostileTargets(site.port).filter((each) => !/talk\.example\.org/i.test(each))) {
      await expect(create({ document_url: url }), url).rejects.toMatchObject({
        code: 'invalid',
        field: 'document_url',
      })
    }
  })

  it('that does not answer is tried again, and then given up', async () => {
    site.pages.set('/busy', (_request, response) => response.writeHead(503).end())
    const { document_id: documentId } = await create({ document_url: site.at('/busy') })
    for (let attempts = 1; attempts < mostTries; attempts++) {
      await expect(read({ documentId, attempts })).rejects.toThrow('status 503')
      expect(await findDocument(me, documentId)).toMatchObject({ status: 'processing' })
    }
    await read({ documentId, attempts: mostTries })
    expect(await findDocument(me, documentId)).toMatchObject({
      status: 'error',
      error_message: 'file_download_failed',
    })
  })

  it('that does not come whole in time is left', async () => {
    site.pages.set('/slow', (_request, response) => void response.writeHead(200).write('a little'))
    const { document_id: documentId } = await create({ document_url: site.at('/slow') })
    const reading = read({ documentId, attempts: mostTries })
    await expect.poll(() => site.asked.length).toBe(1)
    await expect
      .poll(async () => {
        test.clock.advance(10_000)
        return (await findDocument(me, documentId))?.status
      })
      .toBe('error')
    await reading
  })
})

describe('a site', () => {
  it('is read as far as it was asked for, nearest pages first, and no other site', async () => {
    site.pages.set(
      '/',
      page('Home', 'Welcome to the shop.', [
        '/a',
        '/b#part',
        'http://other.test/x',
        'mailto:a@b.c',
        '/logo.png',
      ]),
    )
    site.pages.set('/a', page('Apples', 'Apples are red.', ['/', '/c', '/b']))
    site.pages.set('/b', page('Pears', 'Pears are green.', ['/gone']))
    site.pages.set('/c', page('Plums', 'Plums are blue.', ['/d']))
    site.pages.set('/d', page('Dates', 'Dates are far away.'))
    const two = await readNew({ path: '/', crawl: { depth: 2, max_pages: 10 } })
    expect(two).toMatchObject({ status: 'ready', crawl_config: { depth: 2, max_pages: 10 }, page_count: 4 })
    expect(two.crawled_urls).toEqual(['/', '/a', '/b', '/c'].map(site.at))
    expect(site.asked).toEqual(['/', '/a', '/b', '/c', '/gone'])
    const places = (await listPassages(me, two.document_id, { limit: 10, page: 0 }))?.data.map(
      ({ place }) => place,
    )
    expect(places).toEqual(['Home', 'Apples', 'Pears', 'Plums'])
    const few = await readNew({ path: '/', crawl: { depth: 10, max_pages: 2 } })
    expect(few.crawled_urls).toEqual(['/', '/a'].map(site.at))
  })

  it('can be read again, not more than once an hour; what was read counts until then', async () => {
    site.pages.set('/', page('Home', 'The first edition.'))
    const { document_id: id } = await readNew({ path: '/' })
    await expect(recrawlDocument(me, id)).rejects.toMatchObject({ code: 'throttled' })
    test.clock.advance(recrawlMs)
    site.pages.set('/', page('Home', 'The second edition.'))
    expect(await recrawlDocument(me, id)).toMatchObject({ status: 'recrawling', progress: 0 })
    await expect(recrawlDocument(me, id)).rejects.toMatchObject({ code: 'conflict' })
    expect(await textOf(id)).toContain('first')
    await read({ documentId: id })
    expect(await textOf(id)).toBe('The second edition.')
    expect(await findDocument(me, id)).toMatchObject({ status: 'ready', crawl_count: 2 })
    test.clock.advance(recrawlMs)
    site.pages.clear()
    await recrawlDocument(me, id)
    await read({ documentId: id })
    expect(await findDocument(me, id)).toMatchObject({ status: 'error' })
    expect(await textOf(id)).toContain('second')
    expect(await recrawlDocument(me, id)).toMatchObject({ status: 'recrawling' })
  })
})

describe('reading', () => {
  it('that the disk of this server fails takes no good text away, and is blamed on no page', async () => {
    site.pages.set('/', page('Home', 'The first edition.', ['/a']))
    site.pages.set('/a', page('Apples', 'Apples are red.'))
    const { document_id: id } = await readNew({ path: '/', crawl: { depth: 1, max_pages: 2 } })
    test.clock.advance(recrawlMs)
    site.pages.set('/a', (_request, response) => {
      rmSync(documentFolder(id), { recursive: true })
      response.end('Apples are green.')
    })
    await recrawlDocument(me, id)
    await expect(read({ documentId: id })).rejects.toMatchObject({ code: 'ENOENT' })
    await read({ documentId: id, attempts: mostTries })
    expect(await findDocument(me, id)).toMatchObject({ status: 'error', error_message: 'contact_support' })
    expect(await textOf(id)).toContain('Apples are red.')
  })

  /** Everything that is due, claimed by a server that then dies. */
  const claimAll = async () =>
    (await claimEffects(test.system, 'documents', 100)).map(({ payload }) => payload)

  it('that a crash cut off is taken up again, by whoever lives', async () => {
    site.pages.set('/', page('Home', 'Here it is.'))
    for (const { id } of await claimEffects(test.system, 'documents', 1000)) await effectDone(test.system, id)
    const { document_id: documentId } = await create({ document_url: site.at('/') })
    expect(await claimAll()).toEqual([{ documentId, round: 1 }])
    const dying = new AbortController()
    const cut = read({ documentId, signal: dying.signal })
    dying.abort(new Error('The server stops.'))
    await expect(cut).rejects.toThrow('The server stops.')
    expect(await findDocument(me, documentId)).toMatchObject({ status: 'processing' })
    expect(await claimAll()).toEqual([])
    test.clock.advance(leaseMs)
    expect(await claimAll()).toEqual([{ documentId, round: 1 }])
    await read({ documentId, attempts: 2 })
    expect(await findDocument(me, documentId)).toMatchObject({ status: 'ready' })
    // Carried out once more, as it may be: nothing changes.
    await read({ documentId, attempts: 3 })
    expect(site.asked).toEqual(['/'])
  })

  it('of a document that is deleted meanwhile leaves nothing', async () => {
    let release = () => {}
    site.pages.set('/', (_request, response) => {
      release = () => void response.writeHead(200).end('Too late.')
    })
    const { document_id: documentId } = await create({ document_url: site.at('/') })
    const reading = read({ documentId })
    await expect.poll(() => site.asked.length).toBe(1)
    await deleteDocument(me, documentId)
    release()
    await reading
    expect(await test.database.document.count({ where: { id: documentId } })).toBe(0)
    expect(await test.database.passage.count({ where: { documentId } })).toBe(0)
  })

  it('tells the callback and the endpoints that want it, once for each time', async () => {
    site.pages.set('/', 'Here it is.')
    const at = test.clock.now()
    const endpoint = (id: string, eventTypes: string[]) =>
      test.database.webhookEndpoint.create({
        data: {
          id,
          workspaceId: me.workspaceId,
          url: `https://${id}.example.org/`,
          description: '',
          eventTypes,
          createdAt: at,
          updatedAt: at,
        },
      })
    await endpoint('wall', [])
    await endpoint('wother', ['system.shutdown'])
    const { document_id: id } = await readNew({ path: '/', callback_url: 'https://hook.example.org/' })
    await readNew({ path: '/gone', callback_url: 'https://hook.example.org/' })
    const rows = await test.database.webhookDelivery.findMany({
      where: { workspaceId: me.workspaceId },
      orderBy: { eventType: 'desc' },
    })
    expect(rows.map(({ url, eventType }) => [eventType.split('_')[1], url]).sort()).toEqual(
      ['failed', 'ready'].flatMap((type) => [
        [type, 'https://hook.example.org/'],
        [type, 'https://wall.example.org/'],
      ]),
    )
    const ready = rows.find(({ eventId }) => eventId === `${id}-1`)
    expect(JSON.parse(ready?.body ?? '')).toMatchObject({
      ...{ event_type: 'application.document_ready', message_type: 'application', conversation_id: null },
      properties: { document_id: id, status: 'ready', progress: 100, error_message: null, tags: [] },
    })
  })
})

describe('a workspace', () => {
  it('has as many documents as it may have, and says so', async () => {
    const now = test.clock.now()
    await test.database.document.createMany({
      data: Array.from({ length: mostDocuments }, (_, at) => ({
        ...{
          id: `d${me.workspaceId.slice(0, 8)}${at}`,
          workspaceId: me.workspaceId,
          name: 'x',
          status: 'ready' as const,
        },
        ...{ createdAt: now, updatedAt: now },
      })),
    })
    await expect(create({ document_url: site.at('/') })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('1,000 documents'),
    })
  })
})
