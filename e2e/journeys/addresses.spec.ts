import { createServer, request as forward } from 'node:http'
import { connect } from 'node:net'
import { launchBrowser } from '../support/browser'
import { expect, test } from '../support/fixtures'
import { createWith, join, signUp } from '../support/steps'

/** A reverse proxy on loopback as people put before the server: another host and port, X-Forwarded headers. */
async function proxyTo(target: string, name: string): Promise<{ url: string; close(): void }> {
  const { port } = new URL(target)
  const server = createServer((incoming, outgoing) => {
    const headers = {
      ...incoming.headers,
      host: `127.0.0.1:${port}`,
      'x-forwarded-host': incoming.headers.host,
    }
    const passed = forward(
      { port, host: '127.0.0.1', path: incoming.url, method: incoming.method, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      },
    )
    passed.on('error', () => outgoing.destroy())
    incoming.pipe(passed)
  })
  server.on('upgrade', (incoming, socket, head) => {
    const behind = connect(Number(port), '127.0.0.1', () => {
      const headers = { ...incoming.headers, 'x-forwarded-host': incoming.headers.host }
      const lines = Object.entries(headers).map(([key, value]) => `${key}: ${value}`)
      behind.write([`GET ${incoming.url} HTTP/1.1`, ...lines, '', ''].join('\r\n'))
      behind.write(head)
      socket.pipe(behind).pipe(socket)
    })
    behind.on('error', () => socket.destroy())
    socket.on('error', () => behind.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const own = typeof address === 'object' && address ? address.port : 0
  return { url: `http://${name}:${own}`, close: () => server.close() }
}

test('the main job works at 127.0.0.1', async ({ app, newPerson }) => {
  const { page } = await newPerson({ baseURL: app.url.replace('localhost', '127.0.0.1') })
  await createWith(page)
  await join(page)
})

test('the main job works behind a proxy at another port', async ({ app, newPerson }) => {
  const proxy = await proxyTo(app.url, 'localhost')
  const { page } = await newPerson({ baseURL: proxy.url })
  const id = await createWith(page)
  const { conversation_url } = await (await page.request.get(`/v2/conversations/${id}`)).json()
  expect(conversation_url).toBe(`${proxy.url}/rooms/${id}`)
  await join(page)
  await page.context().close()
  proxy.close()
})

test('by a LAN name on http the dashboard works, and the call page says what it needs', async ({ app }) => {
  const browser = await launchBrowser(['--host-resolver-rules=MAP lan.test 127.0.0.1'])
  const page = await browser.newPage({ baseURL: app.url.replace('localhost', 'lan.test') })
  await page.goto('/signup')
  await signUp(page, {
    name: 'Lan',
    email: `lan-${Date.now()}@example.com`,
    password: 'correct horse battery',
  })
  await page.waitForURL(/\/conversations\/new/)
  await createWith(page)
  await expect(page.getByText('Calls need a secure address')).toBeVisible()
  await expect(page.getByText(/over HTTPS or on localhost/)).toBeVisible()
  await browser.close()
})
