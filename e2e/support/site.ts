import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Resolve } from '@/lib/platform/outbound'

type Answer = (request: IncomingMessage, response: ServerResponse) => void
export type Site = {
  port: number
  /** An address on it; its name is one that tests allow. */
  at(path: string): string
  /** What it answers with, by path; 404 for any other. */
  pages: Map<string, string | Buffer | Answer>
  /** The paths that were asked for, in order. */
  asked: string[]
  close(): Promise<void>
}

/** Names that lead to loopback in tests: two that are allowed, and one that is not. */
export const resolveSite: Resolve = (name, _options, callback) =>
  /^(receiver|other|inner)\.test$/.test(name)
    ? callback(null, [{ address: '127.0.0.1', family: 4 }])
    : callback(Object.assign(new Error('No such name.'), { code: 'ENOTFOUND' }), [])

/** A web site on loopback, for what fetches documents. */
export async function startSite(): Promise<Site> {
  const site: Pick<Site, 'pages' | 'asked'> = { pages: new Map(), asked: [] }
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    site.asked.push(path)
    const page = site.pages.get(path)
    if (typeof page === 'function') page(request, response)
    else response.writeHead(page === undefined ? 404 : 200).end(page)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    ...site,
    port,
    at: (path) => `http://receiver.test:${port}${path}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
