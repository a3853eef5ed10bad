import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'
import { keyboardOf } from '../support/keyboard'
import { answers, keysAnswer, makeKey } from '../support/steps'

const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })

test('a key is made in the page, used, seen as used, and refused once it is revoked', async ({
  page,
  app,
}) => {
  await page.goto('/developers')
  await page.waitForURL('/developers/keys')
  await expect(page.getByRole('heading', { name: 'No keys yet' })).toBeVisible()
  await answers(page)
  const key = await makeKey(page, 'Website')
  await expect(row(page, 'Website')).toContainText('Last usedNever')
  // It is in the answer alone.
  await page.reload()
  expect(await page.content()).not.toContain(key.slice(8))

  const list = () => fetch(`${app.url}/v2/conversations`, { headers: { 'x-api-key': key } })
  expect((await list()).status).toBe(200)
  await expect(async () => {
    await page.reload()
    await expect(row(page, 'Website')).toContainText('from 127.0.0.1', { timeout: 1000 })
  }).toPass()

  await answers(page)
  await page.getByRole('button', { name: 'Revoke Website' }).click()
  await expect(page.getByRole('dialog')).toContainText('is refused from its next request on')
  await page.getByRole('button', { name: 'Revoke key' }).click()
  await expect(page.getByRole('region', { name: 'Expired and revoked' })).toContainText('Website')
  const refused = await list()
  expect(refused.status).toBe(401)
  expect(await refused.json()).toMatchObject({
    message: 'Invalid access token',
    detail: expect.stringContaining('revoked'),
  })
})

test('a key that only reads is refused when it writes, and one that expired when it asks', async ({
  page,
  app,
}) => {
  await page.goto('/developers/keys')
  await answers(page)
  const key = await makeKey(page, 'Nightly report', { Access: 'read', Expires: 'days30' })
  await expect(row(page, 'Nightly report')).toContainText('Read only')
  const call = (method: string) =>
    fetch(`${app.url}/v2/conversations`, { method, headers: { 'x-api-key': key } })
  expect((await call('GET')).status).toBe(200)
  const refused = await call('POST')
  expect(refused.status).toBe(403)
  expect(await refused.json()).toEqual({
    message: 'This API key may read only. Changes need one with the scope write.',
  })
  await page.getByRole('button', { name: 'Create key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('Office')
  await dialog.getByLabel('Only from these addresses').fill('192.0.2.0/24\nexample.com')
  await dialog.getByLabel('Expires').selectOption('day')
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await expect(dialog.getByText(/Choose a day on which the key expires/)).toBeVisible()
  await dialog.getByLabel('Last day').fill('2999-12-31')
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await expect(dialog.getByText(/"example.com" is no IP address and no network/)).toBeVisible()
  await dialog.getByLabel('Only from these addresses').fill('192.0.2.0/24')
  await dialog.getByRole('button', { name: 'Create key' }).click()
  const office = (await dialog.getByTestId('new-key').textContent()) ?? ''
  const elsewhere = await fetch(`${app.url}/v2/conversations`, { headers: { 'x-api-key': office } })
  expect(elsewhere.status).toBe(401)
  expect(await elsewhere.json()).toMatchObject({ detail: expect.stringContaining('from this address') })
})

test('a key is made and revoked by the keyboard alone', async ({ page }) => {
  await page.goto('/conversations')
  await keysAnswer(page)
  const keyboard = keyboardOf(page)
  await keyboard.keys('g', 'd')
  await page.waitForURL('/developers/keys')
  await keyboard.press(page.getByRole('button', { name: 'Create key' }))
  const dialog = page.getByRole('dialog')
  await keyboard.write(dialog.getByLabel('Name', { exact: true }), 'Typed')
  await keyboard.keys('Enter')
  await keyboard.press(dialog.getByRole('button', { name: 'Done' }))
  await expect(dialog).toHaveCount(0)
  await keyboard.press(page.getByRole('button', { name: 'Revoke Typed' }))
  await keyboard.press(page.getByRole('button', { name: 'Revoke key' }))
  await expect(page.getByRole('region', { name: 'Expired and revoked' })).toContainText('Typed')
})
