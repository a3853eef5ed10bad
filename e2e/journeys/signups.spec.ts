import { expect, test } from '@playwright/test'
import { startApp } from '../support/app'
import { signUp } from '../support/steps'

test('with SIGNUPS=invite an invitation admits one person, and the page says so to everybody else', async ({
  browser,
}) => {
  const app = await startApp({ SIGNUPS: 'invite' })
  const page = await browser.newPage({ baseURL: app.url })
  await page.goto('/signup')
  await expect(page.getByText(/invitation/i).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Create account' })).toHaveCount(0)
  const link =
    (await app.admin('user:invite')).split(/\s+/).find((word) => word.includes('/signup?invite=')) ?? ''
  await page.goto(new URL(link, app.url).toString())
  await signUp(page, { name: 'Ana', email: 'ana@example.com', password: 'correct horse battery' })
  await expect(page).toHaveURL(/\/conversations\/new$/)
  await app.close()
})

test('with SIGNUPS=closed nobody signs up, and the page names who can help', async ({ browser }) => {
  const app = await startApp({ SIGNUPS: 'closed' })
  const page = await browser.newPage({ baseURL: app.url })
  await page.goto('/signup')
  await expect(page.getByRole('button', { name: 'Create account' })).toHaveCount(0)
  await expect(page.getByText(/user:create|administrator|runs this/i).first()).toBeVisible()
  await app.close()
})
