import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

test('an operation is found, read, tried by keyboard, and its answer is shown', async ({ page }) => {
  await page.goto('/developers/reference')
  const search = page.getByLabel('Find an operation')
  await search.fill('createConversation')
  const found = page.getByRole('navigation', { name: 'Operations' }).getByRole('link')
  await expect(found).toHaveCount(1)
  await search.press('Tab')
  await expect(found).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 2, name: 'Create a conversation' })).toBeFocused()
  await expect(page.getByText('replica_id or face_id').first()).toBeVisible()

  // The example, changed a little: made without a room, so that nothing is used.
  const body = page.getByLabel('Body (JSON)')
  await body.fill(
    '{"persona_id": "pdced222244b", "conversation_name": "From the reference", "test_mode": true',
  )
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(page.getByText('The body is not JSON.')).toBeVisible()
  await body.press('End')
  await body.pressSequentially('}')
  await page.getByRole('button', { name: 'Send', exact: true }).press('Enter')
  await expect(page.getByText(/^200 in \d+ ms$/)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Answer' })).toContainText('From the reference')
  const list = await (await page.request.get('/v2/conversations')).json()
  expect(list.data).toMatchObject([{ conversation_name: 'From the reference', status: 'ended' }])

  // What cannot be undone says so; a link to an operation opens it.
  await page.goto('/developers/reference?operation=deletePersona')
  await expect(page.getByText('Removes the persona.')).toBeVisible()
  await page.getByRole('button', { name: 'Send and change things' }).click()
  await expect(page.getByText(/^403 in \d+ ms$/)).toBeVisible()

  await page.goto('/developers/reference?operation=streamEvents')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(page.getByText('A stream: it was opened, and closed again.')).toBeVisible()
})

test('the reference is accessible and keeps to its width', async ({ page }) => {
  for (const [operation, width] of [
    ['createConversation', 1440],
    ['createPersona', 360],
    ['getUsage', 768],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.goto(`/developers/reference?operation=${operation}`)
    const link = page.locator(`nav a[href="/developers/reference?operation=${operation}"]`)
    await expect(link).toHaveAttribute('aria-current', 'true')
    await page.locator('article details').evaluateAll((parts) => {
      for (const part of parts) part.setAttribute('open', '')
    })
    await expectAccessible(page, operation, [[width, 900]])
  }
})
