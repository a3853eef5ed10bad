import { request as ask, type IncomingMessage } from 'node:http'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'
import { create } from '../support/steps'
import { startTlsFront } from '../support/tls-front'

/** Asks for a path as it is written: nothing between here and the server makes it tidy. */
function rawGet(
  origin: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<IncomingMessage> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    ask({ hostname, port, path, headers }, (answer) => resolve(answer.resume()))
      .on('error', reject)
      .end()
  })
}

type Credentials = { email: string; password: string }

async function openSignIn(page: Page): Promise<void> {
  await page.goto('/signin')
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeEnabled()
}

async function submitSignIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(/\/conversations\/new$/)
}

test('no file of the installation is served but what is meant to be', async ({ app }) => {
  for (const path of [
    ...['/.git/HEAD', '/.git/config', '/.gitignore', '/.env', '/.env.example', '/.svn/entries'],
    ...[
      '/package.json',
      '/server.ts',
      '/proxy.ts',
      '/lib/platform/env.ts',
      '/prisma/schema.prisma',
      '/data/',
    ],
    ...['/public/', '/client/', '/examples/', '/product/', '/_next/', '/_next/static/', '/server.js.map'],
    ...['/../package.json', '/examples/../../package.json', '/examples/..%2f..%2fpackage.json'],
    ...['/client/%2e%2e/%2e%2e/package.json', '/_next/static/../../package.json', '/..%5c..%5cpackage.json'],
    ...[
      '/rooms/..%2f..%2f.env/background/x',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/_next/image?url=%2Fetc%2Fpasswd',
    ],
  ]) {
    const { statusCode, headers } = await rawGet(app.url, path)
    // A slash too many leads to the address without it.
    const next = statusCode === 308 ? await rawGet(app.url, String(headers.location)) : undefined
    expect([400, 404], path).toContain(next?.statusCode ?? statusCode)
  }
})

test('every kind of answer says what it is, in which characters, and is not guessed at', async ({
  app,
  page,
}) => {
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const html = /^text\/html; charset=utf-8$/
  const script = /^(text|application)\/javascript; charset=utf-8$/
  const csv = /^text\/csv; charset=utf-8$/
  // JSON is UTF-8 whether it says so or not.
  const json = /^application\/json(; charset=utf-8)?$/
  for (const [path, type] of [
    ['/', html],
    ['/nothing-here', html],
    ['/examples/custom-room.html', html],
    ['/client/room.js', script],
    ['/icon.svg', /^image\/svg\+xml$/],
    ['/v2/conversations', json],
    ['/v2/nothing', json],
    ['/healthz', json],
    ['/v2/usage/export', csv],
    ['/v2/conversations/export?format=csv', csv],
  ] as const) {
    const { headers } = await rawGet(app.url, path, { cookie })
    expect(headers['content-type']?.toLowerCase(), path).toMatch(type)
    expect(headers['x-content-type-options'], path).toBe('nosniff')
  }
})

test('whoever comes by https is asked, whatever is answered, to come by nothing else', async ({ app }) => {
  const paths = [
    '/',
    '/nothing-here',
    '/icon.svg',
    '/client/room.js',
    '/examples/custom-room.html',
    '/portraits',
  ]
  for (const path of [
    ...paths,
    '/v2/conversations',
    '/v2/openapi.json',
    '/healthz',
    '/api/auth/csrf',
    '/usage',
  ]) {
    const { headers } = await rawGet(app.url, path, { 'x-forwarded-proto': 'https' })
    expect(headers['strict-transport-security'], path).toBe('max-age=31536000')
  }
})

test('no page of another site may read what a signed-in browser is answered', async ({ app, page }) => {
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  for (const origin of ['https://elsewhere.example', 'null'])
    for (const path of [
      '/',
      '/usage',
      '/v2/conversations',
      '/v2/openapi.json',
      '/v2/events',
      '/api/auth/session',
    ]) {
      const answer = await rawGet(app.url, path, { cookie, origin })
      expect(answer.headers['access-control-allow-origin'], `${path} for ${origin}`).toBeUndefined()
      answer.destroy()
    }
})

test('an action that another site asks for in one’s name is not done', async ({ app, page }) => {
  const id = await create(page)
  let posted: { headers: Record<string, string>; body: Buffer; path: string } | undefined
  await page.route(`**/conversations/${id}`, async (route) => {
    const request = route.request()
    if (request.method() !== 'POST') return route.continue()
    const body = request.postDataBuffer() ?? Buffer.alloc(0)
    posted = { headers: await request.allHeaders(), body, path: new URL(request.url()).pathname }
    await route.abort()
  })
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: /^End/ }).click()
  await expect.poll(() => posted).toBeTruthy()
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const send = async (origin: string) => {
    const kept = Object.entries(posted?.headers ?? {}).filter(([name]) =>
      /^(next-|content-type|accept)/.test(name),
    )
    const headers = { ...Object.fromEntries(kept), cookie, origin }
    await fetch(app.url + posted?.path, { method: 'POST', headers, body: new Uint8Array(posted?.body ?? []) })
    const answer = await page.request.get(`/v2/conversations/${id}`)
    return (await answer.json()).status
  }
  expect(await send('https://elsewhere.example')).toBe('active')
  expect(await send('null')).toBe('active')
  expect(await send(app.url), 'the same from a page of ours').toBe('ended')
})

test('signing in again ends the session that the browser had', async ({ app, person }) => {
  const { page } = person
  const answered = async (cookie: string) => (await rawGet(app.url, '/v2/limits', { cookie })).statusCode
  const held = async () => {
    const found = (await page.context().cookies()).find(({ name }) => name.endsWith('session-token'))
    return `${found?.name}=${found?.value}`
  }
  // A page that was opened before somebody signed in, and is used after.
  const left = await page.context().newPage()
  await page.context().clearCookies()
  await openSignIn(left)
  await openSignIn(page)
  await submitSignIn(page, person)
  const first = await held()
  await submitSignIn(left, person)
  const second = await held()
  expect(second).not.toBe(first)
  expect([await answered(first), await answered(second)], 'by the form').toEqual([401, 200])
  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json()
  const form = { csrfToken, email: person.email, password: person.password, json: 'true' }
  expect((await page.request.post('/api/auth/callback/credentials', { form })).status()).toBe(200)
  const third = await held()
  expect([await answered(second), await answered(third)], 'by next-auth’s own route').toEqual([401, 200])
})

test('on https every cookie is Secure, under a name that says so, and short', async ({
  app,
  newPerson,
  browser,
}) => {
  const person = await newPerson()
  const front = await startTlsFront(app.url)
  const context = await browser.newContext({ baseURL: `https://${front.host}`, ignoreHTTPSErrors: true })
  try {
    const page = await context.newPage()
    await openSignIn(page)
    await submitSignIn(page, person)
    await page.mouse.move(200, 200)
    await page.getByRole('button', { name: /^Theme/ }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    await page.request.get('/api/auth/csrf')
    const names = async () => (await context.cookies()).map(({ name }) => name).sort()
    await expect
      .poll(names)
      .toEqual([
        ...['__Host-next-auth.csrf-token', '__Host-theme', '__Host-zone'],
        ...['__Secure-next-auth.callback-url', '__Secure-next-auth.session-token'],
      ])
    for (const { name, value, secure, httpOnly, sameSite } of await context.cookies()) {
      expect({ secure, sameSite }, name).toEqual({ secure: true, sameSite: 'Lax' })
      expect(httpOnly, name).toBe(name.includes('next-auth'))
      expect(name.length + value.length, name).toBeLessThan(4096)
    }
    await page.reload()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  } finally {
    await context.close()
    await front.close()
  }
})

test('signing out leaves nothing in the browser of what was typed', async ({ page }) => {
  const kept = () => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
  await page.getByLabel('Context').fill('Ana has a secret.')
  await expect.poll(kept).toContain('Ana has a secret.')
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
  await page.waitForURL(/\/signin$/)
  expect(await kept()).not.toContain('secret')
  await page.goBack()
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
})

test('passwords are typed unseen, pasted, and filled in by the browser', async ({ page, browser, app }) => {
  const nobody = await browser.newContext({ baseURL: app.url })
  const visitor = await nobody.newPage()
  for (const [who, path, fills] of [
    [visitor, '/signin', ['current-password']],
    [visitor, '/signup', ['new-password']],
    [page, '/settings', ['current-password', 'new-password']],
  ] as const) {
    await who.goto(path)
    for (const autocomplete of fills) {
      const field = who.locator(`input[autocomplete=${autocomplete}]`)
      await expect(field, path).toHaveAttribute('type', 'password')
      const taken = await field.evaluate((input) => {
        const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true })
        return input.dispatchEvent(event)
      })
      expect(taken, `${path} lets people paste`).toBe(true)
    }
  }
  await nobody.close()
})

test('text that looks like HTML is shown as the text it is', async ({ page }) => {
  const hostile = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>"\'>'
  await page.getByLabel('Conversation name').fill(hostile)
  await page.getByLabel('Context').fill(hostile)
  const id = await create(page)
  for (const path of [`/conversations/${id}`, '/conversations', '/usage', `/rooms/${id}`]) {
    await page.goto(path)
    await page.waitForLoadState('networkidle')
    if (path.startsWith('/conversations')) await expect(page.getByText(hostile).first()).toBeVisible()
    expect(await page.evaluate(() => Reflect.get(window, 'hit')), path).toBeUndefined()
    await expect(page.locator('img[src=x]'), path).toHaveCount(0)
  }
})
