import { expect, test } from '../support/fixtures'
import { create, createWith, ended, join, openForm, read } from '../support/steps'

test('signing out everywhere ends the other browser at its next request', async ({
  app,
  person,
  browser,
}) => {
  const context = await browser.newContext({ baseURL: app.url })
  const other = await context.newPage()
  await other.goto('/signin')
  await other.getByLabel('E-mail address').fill(person.email)
  await other.getByLabel('Password', { exact: true }).fill(person.password)
  await other.getByRole('button', { name: 'Sign in' }).click()
  await other.waitForURL(/\/conversations/)
  await person.page.getByRole('button', { name: 'Account' }).click()
  await person.page.getByRole('menuitem', { name: 'Sign out everywhere' }).click()
  await person.page.waitForURL(/\/signin/)
  expect((await other.request.get('/v2/conversations')).status()).toBe(401)
  await other.goto('/usage')
  await expect(other).toHaveURL(/\/signin/)
  await context.close()
})

test('a wrong password and an unknown address are told in the same words', async ({
  app,
  person,
  browser,
}) => {
  const context = await browser.newContext({ baseURL: app.url })
  const page = await context.newPage()
  const told: string[] = []
  for (const email of [person.email, 'nobody@example.com']) {
    await page.goto('/signin')
    await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    const alert = page.getByRole('alert').filter({ hasText: /\w/ }).first()
    told.push((await alert.textContent()) ?? '')
    await expect(page.getByLabel('E-mail address')).toHaveValue(email)
  }
  expect(told[0]).toBeTruthy()
  expect(told[1]).toBe(told[0])
  await context.close()
})

test('a session that ran out at Create: sign in, and the filled form is back', async ({ person }) => {
  const { page } = person
  await page.getByLabel('Conversation name').fill('Kept')
  await page.getByLabel('Longest duration').fill('25 min')
  // A read that meets the lapsed session first leads to sign-in by itself; here Create is what meets it.
  await page.route('**/v2/**', (route) => route.abort())
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Create conversation' }).click()
  const way = page.getByRole('link', { name: /sign in/i })
  await expect(way).toBeVisible()
  await page.unroute('**/v2/**')
  await way.click()
  await page.getByLabel('E-mail address').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/conversations\/new/)
  await expect(page.getByLabel('Conversation name')).toHaveValue('Kept')
  const id = await create(page)
  expect(await read(page, id)).toMatchObject({ conversation_name: 'Kept' })
})

test('two people with calls at the same time each see only their own', async ({ newPerson }) => {
  const [ana, ben] = [await newPerson({ name: 'Ana' }), await newPerson({ name: 'Ben' })]
  const hers = await createWith(ana.page)
  const his = await createWith(ben.page)
  for (const [person, own, foreign] of [
    [ana, hers, his],
    [ben, his, hers],
  ] as const) {
    await expect(person.page.getByText('1 of 5 live')).toBeVisible()
    const list = await (await person.page.request.get('/v2/conversations')).json()
    expect(list.data.map((row: { conversation_id: string }) => row.conversation_id)).toEqual([own])
    const unknown = await person.page.request.get('/v2/conversations/c000000000000000')
    const others = await person.page.request.get(`/v2/conversations/${foreign}`)
    expect([others.status(), await others.text()]).toEqual([unknown.status(), await unknown.text()])
    expect((await (await person.page.request.get('/v2/usage')).json()).total.conversations).toBe(1)
    const response = await person.page.goto(`/conversations/${foreign}`)
    expect(response?.status()).toBe(404)
  }
})

test('a refused creation keeps what was typed and offers the way out', async ({ page }) => {
  await page.goto('/settings')
  await page.getByLabel(/^(Slots|Conversations at once)/).fill('1')
  await page.getByRole('button', { name: /Save limits/ }).click()
  await createWith(page)
  await openForm(page)
  await page.getByLabel('Conversation name').fill('One too many')
  await page.getByRole('button', { name: 'Create conversation' }).click()
  await expect(page.getByText(/All 1 slots|in use/)).toBeVisible()
  await expect(page.getByLabel('Conversation name')).toHaveValue('One too many')
})

for (const timezoneId of ['Asia/Kolkata', 'America/Los_Angeles']) {
  test(`durations and times are right in ${timezoneId} and with a clock two hours wrong`, async ({
    newPerson,
  }) => {
    const { page } = await newPerson({ timezoneId })
    await page.addInitScript(() => {
      const real = Date
      const wrong = 2 * 3600_000
      // A clock that runs two hours ahead.
      window.Date = class extends real {
        constructor(...given: ConstructorParameters<typeof Date> | []) {
          if (given.length === 0) super(real.now() + wrong)
          else super(...(given as ConstructorParameters<typeof Date>))
        }
        static override now() {
          return real.now() + wrong
        }
      } as DateConstructor
    })
    const id = await createWith(page)
    await join(page)
    await expect(page.getByText(/Ends, as its longest duration is reached, in 59:/)).toBeVisible()
    await page.frameLocator('iframe').getByRole('button', { name: 'Leave and end' }).click()
    const outcome = await ended(page)
    const { duration } = await read(page, id)
    expect(outcome).toContain(`${duration} s`)
    await page.goto('/conversations')
    await page.goto('/usage')
    await expect(page.getByText(/UTC/).first()).toBeVisible()
    // What the server draws the next page in; a browser may know the zone by another name (Calcutta).
    const zone = (await page.context().cookies()).find(({ name }) => name === 'zone')
    expect(zone?.value).toBe(await page.evaluate(() => new Intl.DateTimeFormat().resolvedOptions().timeZone))
    expect(zone?.value.split('/')[0]).toBe(timezoneId.split('/')[0])
  })
}

test('filters stand in the address, and find', async ({ page }) => {
  await page.getByLabel('Conversation name').fill('Blue harbour')
  await create(page)
  await createWith(page)
  await page.goto('/conversations')
  await expect(page.getByRole('link', { name: 'Blue harbour' })).toBeVisible()
  await page.getByLabel('Search by name, words said or id').fill('harb')
  await expect(page).toHaveURL(/text=harb/)
  await expect(page.getByRole('link', { name: 'Conversation with Nathan' })).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('link', { name: 'Blue harbour' })).toBeVisible()
})

test('signs in by next-auth’s own route, as programs do', async ({ app, person, playwright }) => {
  const program = await playwright.request.newContext({ baseURL: app.url })
  const { csrfToken } = await (await program.get('/api/auth/csrf')).json()
  const credentials = (password: string) =>
    program.post('/api/auth/callback/credentials', {
      form: { csrfToken, email: person.email, password, json: 'true' },
    })
  expect((await credentials('not the password')).status()).toBe(401)
  expect((await program.get('/v2/limits')).status()).toBe(401)
  expect((await credentials(person.password)).status()).toBe(200)
  expect((await program.get('/v2/limits')).status()).toBe(200)
  const write = await program.post('/v2/conversations', { data: { persona_id: 'pdced222244b' } })
  expect(write.status()).toBe(403)
  await program.dispose()
})

test('a key made by the admin command creates over the API what the page then shows', async ({
  app,
  person,
}) => {
  const key = await app.admin('key:create', '--email', person.email)
  expect(key).toMatch(/^clq_[0-9A-Za-z]{38}$/)
  const made = await person.page.request.post('/v2/conversations', {
    headers: { 'x-api-key': key },
    data: { persona_id: 'pdced222244b', conversation_name: 'From a program' },
  })
  expect(made.status()).toBe(200)
  await person.page.goto('/conversations')
  await expect(person.page.getByRole('link', { name: 'From a program' })).toBeVisible()
})
