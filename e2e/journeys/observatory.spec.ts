import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exampleReplica } from '../../lib/api/openapi/examples'
import { ensureScanner, scanPages } from '../observatory/observatory'
import type { App } from '../support/app'
import { expect, test } from '../support/fixtures'
import { startTlsFront } from '../support/tls-front'

const root = join(import.meta.dirname, '../..')

/** The addresses of all pages, as their folders in `app` say: `/personas/[id]/edit`. */
function pageRoutes(): string[] {
  const files = readdirSync(join(root, 'app'), { recursive: true, encoding: 'utf8' })
  return files
    .map((file) => `/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('/page.tsx'))
    .map((file) => file.replace(/\/\([^/]+\)/g, '').slice(0, -'/page.tsx'.length) || '/')
}

type Api = (method: string, path: string, body?: object) => Promise<Record<string, string>>

/** Calls the API with a key of a person. */
async function apiOf(app: App, email: string): Promise<Api> {
  const key = await app.admin('key:create', '--email', email)
  return async (method, path, body) => {
    const headers = { 'x-api-key': key, 'content-type': 'application/json' }
    const answer = await fetch(app.url + path, { method, headers, body: body && JSON.stringify(body) })
    const text = await answer.text()
    expect(answer.ok, `${method} ${path}: ${text}`).toBe(true)
    return text ? JSON.parse(text) : {}
  }
}

/** Makes one of everything that has a page of its own; where that page is, by its route. */
async function makeOneOfEach(api: Api, documentUrl: string): Promise<Record<string, string>> {
  const cast = { persona_id: 'pdced222244b' }
  const { conversation_id: call } = await api('POST', '/v2/conversations', cast)
  const { persona_id: persona } = await api('POST', '/v2/personas', {
    persona_name: 'Ana',
    system_prompt: 'Hi.',
  })
  const { replica_name, look, voice } = exampleReplica
  const { replica_id: replica } = await api('POST', '/v2/replicas', { replica_name, look, voice })
  const { document_id: document } = await api('POST', '/v2/documents', { document_url: documentUrl })
  await api('POST', '/v2/memory-stores/ana/memories', { content: 'Likes tea.' })
  const { webhook_id: webhook } = await api('POST', '/v2/webhooks', { url: documentUrl })
  const { delivery_id: delivery } = await api('POST', `/v2/webhooks/${webhook}/test`)
  const logged = async () => (await api('GET', '/v2/requests')) as unknown as { data: { id: string }[] }
  await expect.poll(async () => (await logged()).data.length).toBeGreaterThan(0)
  const request = (await logged()).data[0]?.id
  return {
    '/conversations/[id]': `/conversations/${call}`,
    '/rooms/[id]': `/rooms/${call}`,
    '/personas/[id]': `/personas/${persona}`,
    '/personas/[id]/edit': `/personas/${persona}/edit`,
    '/replicas/[id]/edit': `/replicas/${replica}/edit`,
    '/knowledge/documents/[id]': `/knowledge/documents/${document}`,
    '/knowledge/memories/[store]': '/knowledge/memories/ana',
    '/developers/webhooks/deliveries/[id]': `/developers/webhooks/deliveries/${delivery}`,
    '/developers/requests/[id]': `/developers/requests/${request}`,
  }
}

/** What the front tells of a request to `host`. */
const behind = (host: string) => ({ 'x-forwarded-proto': 'https', 'x-forwarded-host': host })

/** Signs in as a browser behind the front does; the cookies that it is given, as they are written. */
async function signIn(app: App, host: string, email: string, password: string): Promise<string[]> {
  const headers = behind(host)
  const asked = await fetch(`${app.url}/api/auth/csrf`, { headers })
  const { csrfToken } = await asked.json()
  const first = asked.headers.getSetCookie()
  const body = new URLSearchParams({ csrfToken, email, password, json: 'true' })
  const cookie = pairsOf(first)
  const options = { method: 'POST', headers: { ...headers, cookie }, body, redirect: 'manual' } as const
  const answer = await fetch(`${app.url}/api/auth/callback/credentials`, options)
  const given = answer.headers.getSetCookie()
  expect(given.map((each) => each.split('=')[0])).toContain('__Secure-next-auth.session-token')
  return [...first, ...given]
}

/** Cookies as they are sent back. */
const pairsOf = (cookies: string[]) => cookies.map((each) => each.split(';')[0]).join('; ')

/** The scanner looks at no page that says it is not there, so the front has those say that they are. */
const shownAs = (status: number) => (status === 404 ? 200 : status)

/** What a path answers to whoever holds these cookies. */
async function statusOf(app: App, host: string, cookies: string[], path: string): Promise<number> {
  const headers = { ...behind(host), cookie: pairsOf(cookies) }
  return (await fetch(app.url + path, { headers, redirect: 'manual' })).status
}

test('every page is an A+ of the HTTP Observatory, signed in and not', async ({ app, newPerson }, info) => {
  test.setTimeout(300_000)
  await ensureScanner()
  const { page, email, password } = await newPerson()
  await page.close()
  // A place that answers, by the only name in a private network that tests may reach.
  const ownAddress = `${app.url.replace('localhost', '127.0.0.1')}/v2/openapi.json`
  const examples = await makeOneOfEach(await apiOf(app, email), ownAddress)
  const routes = pageRoutes()
  const without = routes.filter((route) => route.includes('[') && !examples[route])
  expect(without, 'pages of which the test makes no example').toEqual([])
  const paths = [
    ...routes.map((route) => examples[route] ?? route),
    ...['/nothing-here', '/conversations/c000000000000000', '/rooms/c000000000000000'],
    '/examples/custom-room.html',
  ]

  const rows: string[] = []
  const faults: string[] = []
  for (const who of ['signed in', 'signed out']) {
    const front = await startTlsFront(app.url, shownAs)
    const { host, cookies } = front
    if (who === 'signed in') {
      cookies.push(...(await signIn(app, host, email, password)))
      for (const path of Object.values(examples))
        expect(await statusOf(app, host, cookies, path), `${path} for who is signed in`).toBe(200)
    }
    const statuses = await Promise.all(paths.map((path) => statusOf(app, host, cookies, path)))
    // What leads elsewhere shows no page of its own.
    const shown = paths.filter((_, index) => ![302, 303, 307, 308].includes(statuses[index] ?? 0))
    const certificate = info.outputPath(`${who.replace(' ', '-')}.pem`)
    writeFileSync(certificate, front.cert)
    const verdicts = await scanPages(host, shown, certificate)
    await front.close()
    expect(verdicts).toHaveLength(shown.length)
    for (const [index, { grade, score, faults: found }] of verdicts.entries()) {
      const row = `${grade.padEnd(3)} ${score}  ${who.padEnd(10)}  ${shown[index]}`
      rows.push(row)
      if (grade !== 'A+' || score < 100 || found.length > 0) faults.push(`${row} ${found.join(', ')}`)
    }
  }
  console.log(rows.join('\n'))
  expect(faults).toEqual([])
})
