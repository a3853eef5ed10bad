import type { Page } from '@playwright/test'
import { expectAccessible, findings, sideways } from '../support/accessibility'
import { expect, test } from '../support/fixtures'
import { create, createWith, ended, greeting, join, joinByLink, openForm, say } from '../support/steps'

const hard = `${'m'.repeat(5000)} مرحبا بكم 👩‍👩‍👧‍👦`

/** Looks at a page at every width, in the light and in the dark, and for what its policy had to forbid. */
async function visitor(page: Page): Promise<(path: string) => Promise<void>> {
  const violations: string[] = []
  await page.exposeFunction('tellViolation', (what: string) => violations.push(what))
  await page.addInitScript(() => {
    const { tellViolation } = window as unknown as { tellViolation(what: string): void }
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      tellViolation(`${effectiveDirective} ${blockedURI} at ${location.pathname}`),
    )
  })
  return async (path) => {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.waitForLoadState('networkidle')
    await expectAccessible(page, path, [
      [1440, 900],
      [768, 1024],
      [360, 740],
    ])
    // What is left of 1280 pixels at 400 % zoom.
    await page.setViewportSize({ width: 320, height: 256 })
    expect(await page.evaluate(sideways), `${path} at 400 %`).toBeLessThanOrEqual(0)
    expect(violations, `what the policy of ${path} had to forbid`).toEqual([])
    await page.setViewportSize({ width: 1440, height: 900 })
  }
}

test.describe('accessible and as wide as the window', () => {
  test('conversations: none, the form, one that goes on, one that ended, their usage', async ({
    newPerson,
  }) => {
    const { page } = await newPerson({ name: 'Ana-مريم 🙂' })
    const visit = await visitor(page)
    await visit('/conversations')
    await openForm(page)
    await page.getByLabel('Conversation name').fill(hard.slice(-200))
    await page.getByLabel('Context').fill(hard)
    await page.getByLabel('Greeting').fill(hard.slice(-1000))
    // The call is left for other pages below, and has to be there still.
    await page.getByLabel('After the last participant leaves').fill('10 min')
    await page.getByRole('button', { name: 'Create conversation' }).click()
    await page.waitForURL(/\/conversations\/c/)
    const call = new URL(page.url()).pathname
    const room = await join(page, hard.slice(-1000))
    await say(room, hard)
    await visit('/conversations/new')
    await visit('/conversations')
    await visit(call)
    await page.getByRole('button', { name: 'End', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: /^End/ }).click()
    await ended(page)
    for (const path of [call, '/usage', '/usage?by=persona']) await visit(path)
  })

  test('personas, replicas, knowledge and settings', async ({ newPerson, app }) => {
    const { page, email } = await newPerson({ name: 'Ana-مريم 🙂' })
    const visit = await visitor(page)
    for (const path of [
      ...['/settings', '/personas', '/personas/pdced222244b', '/personas/new', '/replicas', '/replicas/new'],
      ...['/knowledge/documents', '/knowledge/memories'],
    ])
      await visit(path)
    const store = encodeURIComponent(hard.slice(-200))
    await fetch(`${app.url}/v2/memory-stores/${store}/memories`, {
      ...{ method: 'POST', body: JSON.stringify({ content: hard.slice(-500) }) },
      headers: { 'x-api-key': await app.admin('key:create', '--email', email) },
    })
    for (const path of ['/knowledge/memories', `/knowledge/memories/${store}`]) await visit(path)
  })

  test('what is for developers', async ({ newPerson, app }) => {
    const { page, email } = await newPerson({ name: 'Ana-مريم 🙂' })
    const visit = await visitor(page)
    for (const path of ['/developers/reference', '/developers/requests', '/developers/webhooks'])
      await visit(path)
    await page.getByRole('button', { name: 'Add endpoint' }).click()
    await page
      .getByRole('dialog')
      .getByLabel('Address')
      .fill(`https://example.invalid/${'m'.repeat(500)}`)
    await page.getByRole('dialog').getByRole('button', { name: 'Add endpoint' }).click()
    await page.getByRole('button', { name: /^Actions for/ }).click()
    await page.getByRole('menuitem', { name: 'Send a test' }).click()
    await page.getByRole('link', { name: 'Details' }).click()
    await page.waitForURL(/\/deliveries\//)
    const delivery = new URL(page.url()).pathname
    for (const path of ['/developers/webhooks', delivery]) await visit(path)
    await fetch(`${app.url}/v2/personas?text=${'m'.repeat(500)}`, {
      ...{ method: 'POST', body: JSON.stringify({ persona_name: hard }) },
      headers: {
        ...{ 'x-api-key': await app.admin('key:create', '--email', email) },
        ...{ 'user-agent': 'm'.repeat(300), 'idempotency-key': 'm'.repeat(255) },
      },
    })
    const calls = page.getByRole('list', { name: 'Calls' }).getByRole('link')
    await expect(async () => {
      await page.goto('/developers/requests')
      await expect(calls).toHaveCount(1, { timeout: 1000 })
    }).toPass()
    const logged = (await calls.first().getAttribute('href')) ?? ''
    for (const path of ['/developers/requests', '/developers/keys', logged]) await visit(path)
  })

  test('what is open to everybody', async ({ page }) => {
    const visit = await visitor(page)
    await page.context().clearCookies()
    for (const path of ['/', '/signin', '/signup', '/forgot', '/join']) await visit(path)
  })
})

for (const [device, width, height] of [
  ['desk', 1440, 900],
  ['telephone', 390, 844],
] as const) {
  test(`nothing moves while pages load, on a ${device}`, async ({ newPerson }) => {
    const { page } = await newPerson({ viewport: { width, height } })
    await page.getByRole('switch', { name: 'Test mode' }).click()
    const ended = await create(page)
    await page.goto('/conversations/new')
    const live = await create(page)
    await page.addInitScript(() => {
      const moved: string[] = []
      Object.assign(window, { moved })
      new PerformanceObserver((list) => {
        type Source = { node?: Node; previousRect: DOMRect; currentRect: DOMRect }
        type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: Source[] }
        const at = ({ x, y, width, height }: DOMRect) => `${x},${y} ${width}x${height}`
        // What is gone by now has no node any more, so it is told where it was as well.
        const told = ({ node, previousRect, currentRect }: Source) =>
          `${node?.nodeName} "${node?.textContent?.slice(0, 60)}" ${at(previousRect)} to ${at(currentRect)}`
        // Browsers call up to a hundred times as much good.
        for (const { value, hadRecentInput, sources } of list.getEntries() as Shift[])
          if (!hadRecentInput && value > 0.001)
            moved.push(`${value.toFixed(4)} at ${performance.now()}: ${sources.map(told).join(' | ')}`)
      }).observe({ type: 'layout-shift', buffered: true })
    })
    const visit = async (path: string) => {
      await page.goto(path)
      await page.waitForLoadState('networkidle')
      const moved = await page.evaluate(() => (window as unknown as { moved: string[] }).moved)
      expect(moved, path).toEqual([])
    }
    for (const path of [
      ...['/conversations', `/conversations/${ended}`, `/conversations/${live}`, '/conversations/new'],
      ...['/usage', '/personas', '/personas/new', '/personas/pdced222244b', '/replicas', '/replicas/new'],
      ...['/settings', '/developers/keys', '/developers/webhooks', '/developers/requests'],
      '/knowledge/memories',
      `/rooms/${live}`,
    ])
      await visit(path)
    await page.context().clearCookies()
    for (const path of ['/', '/signin', '/signup', '/forgot', '/join']) await visit(path)
  })
}

test('the room is accessible and keeps to its width, in the light and in the dark', async ({
  app,
  page,
  browser,
}) => {
  await page.getByLabel('Conversation name').fill(hard.slice(-200))
  await page.getByRole('switch', { name: 'Closed captions' }).click()
  await page.getByRole('switch', { name: /^Recording/ }).click()
  await page.getByRole('switch', { name: /^Guests may record/ }).click()
  await page.getByRole('radio', { name: 'Colour' }).check({ force: true })
  expect(await findings(page), 'the form with every choice open').toEqual([])
  const id = await create(page)
  const context = await browser.newContext()
  const guest = await context.newPage()
  const look = (what: string) =>
    expectAccessible(guest, what, [
      [1280, 720],
      [360, 740],
    ])
  await guest.goto(`${app.url}/rooms/${id}`)
  await expect(guest.getByRole('button', { name: /^Join/ })).toBeVisible()
  await look('the lobby')
  await joinByLink(guest, `${app.url}/rooms/${id}`, hard.slice(-40))
  await expect(guest.getByLabel('What was said').getByText(greeting)).toBeVisible()
  await guest.getByRole('button', { name: 'Record', exact: true }).click()
  await expect(guest.getByText('by you')).toBeVisible()
  await look('the call')
  await guest.getByRole('button', { name: 'Settings' }).click()
  await look('the settings')
  await guest.keyboard.press('Escape')
  await guest.getByRole('button', { name: /^Leave/ }).click()
  await expect(
    guest.getByRole('heading', { name: /^You left/ }).or(guest.getByText('has ended')),
  ).toBeVisible()
  await look('the end')
  await context.close()
})

test('a call can be created, joined and left by the keyboard alone', async ({ page }) => {
  const press = async (key: string, until: () => Promise<boolean>) => {
    for (let presses = 0; presses < 80; presses++) {
      if (await until()) return
      await page.keyboard.press(key)
    }
    throw new Error(`${key} never got there`)
  }
  const focused = (name: string) => async () =>
    (await page.evaluate(() => document.activeElement?.textContent?.trim())) === name
  await press('Tab', focused('Create conversation'))
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/conversations\/c/)
  await expect(page.getByRole('button', { name: 'Join', exact: true })).toBeEnabled()
  await press('Tab', focused('Join'))
  await page.keyboard.press('Enter')
  const room = page.frameLocator('iframe')
  await expect(room.getByRole('textbox', { name: /^Message to/ })).toBeFocused({ timeout: 15_000 })
  await page.keyboard.type('Thank you')
  await page.keyboard.press('Enter')
  await expect(room.getByLabel('What was said').getByText('Thank you')).toBeVisible()
  const leave = room.getByRole('button', { name: 'Leave and end' })
  await press('Tab', () => leave.evaluate((button) => button === document.activeElement))
  await page.keyboard.press('Enter')
  await ended(page)
})

test('what is not found is a page with a strict policy, wherever it was looked for', async ({ page }) => {
  for (const path of [
    ...['/nothing', '/portraits/nothing', '/portraitsque', '/client/nothing.js', '/examples/nothing.html'],
    ...['/rooms/x/background/a/b', '/_next/nothing', '/healthzz', '/icon.svg/nothing', '/favicon.ico'],
  ]) {
    const answer = await page.request.get(path)
    expect(answer.status(), path).toBe(404)
    expect(answer.headers(), path).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self' 'nonce-"),
      'x-content-type-options': 'nosniff',
    })
  }
})

test('pages carry a strict policy, and the sum of the list is the usage', async ({ page }) => {
  const response = await page.goto('/usage')
  const policy = response?.headers()['content-security-policy'] ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  expect(policy).not.toContain('upgrade-insecure-requests')
  expect(response?.headers()['strict-transport-security']).toBeUndefined()
  for (const longest of ['40', '3 min']) {
    await createWith(page, { longest })
    await page.getByRole('button', { name: 'End', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: /^End/ }).click()
    await ended(page)
  }
  const { data } = await (await page.request.get('/v2/conversations?limit=100')).json()
  const sum = data.reduce((total: number, { duration }: { duration: number }) => total + duration, 0)
  const usage = await (await page.request.get('/v2/usage')).json()
  expect(usage.total).toEqual({ seconds: sum, conversations: 2 })
})
