import { expect, test } from '../support/fixtures'
import { createWith, ended, join, openForm, read } from '../support/steps'

test('a budget stops a running call within a second, and nothing new begins', async ({ app, page }) => {
  await page.goto('/settings')
  await page.getByLabel('Budget a month').fill('1')
  await page.getByRole('button', { name: 'Save limits' }).click()
  await expect(page.getByText(/set a price a minute/)).toBeVisible()
  // 1.00 at 0.50 a minute are two minutes.
  await page.getByLabel('Price a minute').fill('0.5')
  await page.getByLabel('Currency').selectOption('EUR')
  await page.getByRole('button', { name: 'Save limits' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()

  await openForm(page)
  await expect(page.getByTestId('estimate')).toHaveText(
    /^Uses at most 2 min \(€1\.00\)\. That is what is left of this month's minutes and budget\.$/,
  )
  const id = await createWith(page)
  await join(page)
  await expect(page.getByText(/^€0\.\d\d$/)).toBeVisible()
  await expect(page.getByTestId('countdown')).toContainText('budget')
  const { created_at } = await read(page, id)
  const { as_of } = await (await page.request.get('/v2/limits')).json()
  const lived = Date.parse(as_of) - Date.parse(String(created_at))
  await app.advance(120_000 - lived - 500)
  expect(await read(page, id)).toMatchObject({ status: 'active' })
  // The half second that is left, and one more.
  await expect
    .poll(async () => (await read(page, id)).status, { timeout: 1500, intervals: [50] })
    .toBe('ended')
  await ended(page)
  await expect(page.getByTestId('how-it-ended')).toContainText('budget')
  await expect(page.getByText('€1.00', { exact: true })).toBeVisible()
  expect(await read(page, id)).toMatchObject({ duration: 120, end_cause: 'minutes' })

  await openForm(page)
  await page.getByRole('button', { name: 'Create conversation' }).click()
  await expect(page.getByText(/The budget of this month is spent\. Raise the limit/)).toBeVisible()
  await page.goto('/usage')
  await expect(page.getByText('€0.00 of €1.00')).toBeVisible()
})

test('usage is split by who used it, compared, and handed out as a file', async ({ app, page }) => {
  await createWith(page)
  const row = page.getByRole('button', { name: 'End', exact: true })
  await row.click()
  await page.getByRole('button', { name: 'End conversation' }).click()
  await ended(page)
  const first = await page.request.get('/v2/usage')
  const { total, from } = await first.json()

  // Two days later another persona talks for a minute and a half.
  await app.advance(2 * 86_400_000)
  await openForm(page)
  await page.getByRole('combobox', { name: 'Persona' }).click()
  await page.getByRole('option').nth(1).click()
  await page.getByRole('button', { name: 'Create conversation' }).click()
  await page.waitForURL(/\/conversations\/c[0-9a-f]{15}$/)
  await app.advance(90_000)
  await page.goto('/usage?period=last-30')
  await page.getByLabel('Split by').selectOption('persona')
  await expect(page).toHaveURL(/period=last-30&by=persona$/)
  const table = page.getByRole('region', { name: 'Usage by persona, most first' })
  await expect(table.getByRole('row')).toHaveCount(3)
  await expect(page.getByText('None in the 30 days before').first()).toBeVisible()
  const answer = await (await page.request.get(`/v2/usage?group_by=persona&from=${from}`)).json()
  expect(answer.groups).toHaveLength(2)
  expect(answer.groups[1].seconds).toBe(total.seconds)
  await page.reload()
  await expect(table.getByRole('row')).toHaveCount(3)
  await page.getByLabel('Split by').selectOption('creator')
  await expect(
    page.getByRole('region', { name: 'Usage by creator, most first' }).getByText('Ana'),
  ).toBeVisible()

  const saving = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  expect((await saving).suggestedFilename()).toMatch(/^usage-.*\.csv$/)
})
