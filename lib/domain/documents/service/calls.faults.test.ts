import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callFailures, failEach, failingCalls } from '@/e2e/support/failing-calls'
import { settle } from '@/e2e/support/lives'
import { type Site, startSite } from '@/e2e/support/site'
import { webhookWorld } from '@/e2e/support/webhooks'
import { findDocument } from '../queries/read'
import { createDocument } from './create'

const world = webhookWorld()
const calls = failingCalls()
let site: Site
beforeAll(async () => {
  site = await startSite()
  const links = '<a href="/returns">more</a> <a href="/moved">more</a>'
  const page = (text: string) =>
    `<!doctype html><html><head><title>Shop</title></head><body><p>${text}</p>${links}</body></html>`
  site.pages.set('/', page('We sell boxes.'))
  site.pages.set('/returns', page('Within thirty days, in the box it came in.'))
  site.pages.set('/moved', (_request, response) => response.writeHead(302, { location: '/new' }).end())
  site.pages.set('/new', page('We moved to the harbour.'))
})
afterAll(async () => {
  calls.restore()
  await site.close()
})

/** Each other call of a life in `npm test` to save time, and by CALL_STEP=1 each. */
const step = Number(process.env.CALL_STEP ?? 2)

/** Until it has been read, or was given up, and whoever wanted to know was told. */
async function read(id: string) {
  for (;;) {
    await settle(world, calls.areUnderWay)
    const document = await findDocument(world.me, id)
    const told = await world.database.webhookDelivery.count({
      where: { workspaceId: world.me.workspaceId, status: 'delivered' },
    })
    if (document && told > 0) return document
  }
}

describe.each(callFailures)('a call that fails once (%s)', (failure) => {
  it('while a site is fetched and read costs none of its pages, and its outcome is told once', {
    timeout: 300_000,
  }, async () => {
    const failed = await failEach(calls, {
      failure,
      step,
      async live(what) {
        world.me = await world.member()
        world.receiver.got.length = 0
        const request = { document_url: site.at('/'), callback_url: world.hook() }
        const crawl = { depth: 1, max_pages: 5 }
        const { document_id: id } = await createDocument(world.me, { ...request, crawl }, what)
        const document = await read(id)
        expect(document, what).toMatchObject({ status: 'ready', error_message: null })
        // Nearest first, as the links are in the page.
        expect(document.crawled_urls, what).toEqual(['/', '/returns', '/new'].map(site.at))
        const { got } = world.receiver
        expect(new Set(got.map(({ event }) => event.event_type)), what).toEqual(
          new Set(['application.document_ready']),
        )
        expect(new Set(got.map((each) => each.id)).size, `told once: ${what}`).toBe(1)
      },
    })
    expect(failed.length).toBeGreaterThanOrEqual(Math.floor(5 / step))
  })
})
