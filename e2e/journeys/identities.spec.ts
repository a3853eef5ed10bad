import { type Browser, expect, type Page, test } from '@playwright/test'
import { type App, startApp } from '../support/app'
import { watchConsole } from '../support/fixtures'
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider'
import { signUp } from '../support/steps'

let provider: IdentityProvider
let app: App
test.beforeAll(async () => {
  provider = await startIdentityProvider()
  const { url, clientId, clientSecret } = provider
  app = await startApp({
    ...{ OIDC_ISSUER: url, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret },
    ...{ GITHUB_URL: url, GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret },
    ...{ OIDC_NAME: 'Example SSO', LOG_LEVEL: 'fatal' },
  })
})
test.afterAll(async () => {
  await app.close()
  await provider.close()
})
test.afterEach(() => {
  expect(provider.faults.splice(0)).toEqual([])
})

const password = 'correct horse battery'

async function newBrowser(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: app.url })
  return context.newPage()
}

async function newAccount(page: Page, email: string): Promise<void> {
  await page.goto('/signup')
  await signUp(page, { name: 'Ana', email, password })
  await expect(page).toHaveURL(/\/conversations\/new$/)
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
  await expect(page).toHaveURL(/\/signin/)
}

const goOn = (page: Page, name: string) => page.getByRole('button', { name: `Continue with ${name}` }).click()

for (const [name, sub] of [
  ['Example SSO', 'ana-1'],
  ['GitHub', '4711'],
] as const) {
  test(`${name} makes an account at first, and is the way into the same one later`, async ({ browser }) => {
    const page = await newBrowser(browser)
    const said = watchConsole(page)
    const email = `${sub}@example.com`
    provider.person = { sub, name: 'Ana Lima', email }
    await page.goto('/signin?callbackUrl=%2Fpersonas')
    await goOn(page, name)
    await expect(page).toHaveURL(`${app.url}/personas`)
    await page.goto('/settings')
    await expect(page.getByLabel('Workspace name')).toHaveValue("Ana Lima's workspace")
    await expect(page.getByText('You have none yet.')).toBeVisible()

    // The only way in cannot be taken away.
    await page.getByRole('button', { name: `Disconnect ${name}` }).click()
    await expect(page.getByText('This is your only way to sign in.')).toBeVisible()

    // Another address there, and the same person here.
    provider.person = { sub, name: 'Ana L.', email: `new-${email}` }
    await signOut(page)
    await goOn(page, name)
    await expect(page).toHaveURL(/\/conversations\/new$/)
    await page.goto('/settings')
    await expect(page.getByLabel('Workspace name')).toHaveValue("Ana Lima's workspace")
    await expect(page.getByText(`new-${email}`)).toBeVisible()

    // With a password it is no longer the only one.
    await page.getByLabel('New password').fill(password)
    await page.getByRole('button', { name: 'Set password' }).click()
    await expect(page.getByText('Saved. Every other browser is signed out.')).toBeVisible()
    await page.getByRole('button', { name: `Disconnect ${name}` }).click()
    await expect(page.getByRole('button', { name: `Connect ${name}` })).toBeVisible()
    await signOut(page)
    await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page).toHaveURL(/\/conversations\/new$/)
    expect(said).toEqual([])
    await page.context().close()
  })
}

test('an account with the same address is not taken over; its owner connects the provider', async ({
  browser,
}) => {
  const [owner, other] = [await newBrowser(browser), await newBrowser(browser)]
  await newAccount(owner, 'ben@example.com')
  provider.person = { sub: 'ben-1', name: 'Ben', email: 'Ben@Example.com' }
  await other.goto('/signin')
  await goOn(other, 'Example SSO')
  await expect(other.getByText('An account here has your e-mail address already.')).toBeVisible()
  expect((await other.request.get('/v2/limits')).status()).toBe(401)

  await owner.goto('/settings')
  await owner.getByRole('button', { name: 'Connect Example SSO' }).click()
  await expect(owner.getByRole('button', { name: 'Disconnect Example SSO' })).toBeVisible()
  await expect(owner).toHaveURL(`${app.url}/settings`)
  await goOn(other, 'Example SSO')
  await expect(other).toHaveURL(/\/conversations\/new$/)
  await other.goto('/settings')
  await expect(other.getByLabel('Workspace name')).toHaveValue("Ana's workspace")

  // Who is connected here cannot be connected to a second account.
  const third = await newBrowser(browser)
  await newAccount(third, 'cleo@example.com')
  await third.goto('/settings')
  await third.getByRole('button', { name: 'Connect Example SSO' }).click()
  await expect(third.getByText('It was not connected')).toBeVisible()
  await expect(third.getByRole('button', { name: 'Connect Example SSO' })).toBeVisible()
  for (const page of [owner, other, third]) await page.context().close()
})

test('who refuses, has no verified address, or meets a wrong secret is told so, and nothing is made', async ({
  browser,
}) => {
  const page = await newBrowser(browser)
  // What stands in an address is anybody's word.
  await page.goto('/signin?refused=constructor&by=github')
  await expect(page.getByText('The provider did not confirm who you are')).toBeVisible()
  provider.person = null
  await page.goto('/signin')
  await goOn(page, 'GitHub')
  await expect(page.getByText('The provider did not confirm who you are')).toBeVisible()
  provider.person = { sub: '99', name: 'Dan', email: 'dan@example.com', email_verified: false }
  for (const name of ['GitHub', 'Example SSO']) {
    await goOn(page, name)
    await expect(page.getByText(`${name} did not tell an e-mail address`)).toBeVisible()
  }
  const right = provider.clientSecret
  provider.clientSecret = 'another'
  provider.person = { sub: '98', name: 'Eve', email: 'eve@example.com' }
  await goOn(page, 'Example SSO')
  await expect(page.getByText('The provider did not confirm who you are')).toBeVisible()
  provider.clientSecret = right
  expect(await app.admin('user:list')).not.toMatch(/dan@|eve@/)
  expect((await page.request.get('/v2/limits')).status()).toBe(401)
  await page.context().close()
})

test('a token that holds no address is followed by a question', async ({ browser }) => {
  const page = await newBrowser(browser)
  provider.thin = true
  provider.person = { sub: 'thin-1', name: 'Finn', email: 'finn@example.com' }
  await page.goto('/signup')
  await goOn(page, 'Example SSO')
  await expect(page).toHaveURL(/\/conversations\/new$/)
  await page.goto('/settings')
  await expect(page.getByText('finn@example.com').first()).toBeVisible()
  provider.thin = false
  await page.context().close()
})

test('a way back that somebody else began is refused', async ({ browser }) => {
  const [mine, theirs] = [await newBrowser(browser), await newBrowser(browser)]
  provider.person = { sub: 'gil-1', name: 'Gil', email: 'gil@example.com' }
  await mine.route('**/api/auth/callback/oidc**', (route) => route.abort())
  await mine.goto('/signin')
  const [request] = await Promise.all([mine.waitForRequest(/callback\/oidc/), goOn(mine, 'Example SSO')])
  await theirs.goto(request.url())
  await expect(theirs.getByText('The provider did not confirm who you are')).toBeVisible()
  expect((await theirs.request.get('/v2/limits')).status()).toBe(401)
  for (const page of [mine, theirs]) await page.context().close()
})

test('where an invitation is needed, newcomers by a provider need it too', async ({ browser }) => {
  const { url, clientId, clientSecret } = provider
  const invited = await startApp({
    ...{ OIDC_ISSUER: url, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, SIGNUPS: 'invite' },
  })
  const page = await browser.newPage({ baseURL: invited.url })
  provider.person = { sub: 'hal-1', name: 'Hal', email: 'hal@example.com' }
  await page.goto('/signin')
  await goOn(page, 'single sign-on')
  await expect(page.getByText('signing up needs an invitation')).toBeVisible()
  const words = (await invited.admin('user:invite')).split(/\s+/)
  const link = words.find((word) => word.includes('/signup?invite=')) ?? ''
  await page.goto(new URL(link, invited.url).toString())
  await goOn(page, 'single sign-on')
  await expect(page).toHaveURL(/\/conversations\/new$/)
  // The invitation is used up.
  const second = await browser.newPage({ baseURL: invited.url })
  await second.goto(new URL(link, invited.url).toString())
  await expect(second.getByRole('button', { name: 'Continue with single sign-on' })).toHaveCount(0)
  await page.context().close()
  await second.context().close()
  await invited.close()
})
