import { readFileSync } from 'node:fs'
import { expect, test } from '../support/fixtures'
import { createWith, ended, join, read, say } from '../support/steps'

test('a search finds a sentence spoken yesterday, and what it does not find it says', async ({
  app,
  page,
}) => {
  const id = await createWith(page)
  const room = await join(page)
  await say(room, 'The blue door is behind the fountain')
  await room.getByRole('button', { name: 'Leave and end' }).click()
  await ended(page)
  await createWith(page, { absent: '60' })
  await app.advance(24 * 3_600_000)
  await page.goto('/conversations')
  await expect(page.getByRole('row')).toHaveCount(3)
  await page.getByLabel('Search by name, words said or id').fill('DOOR is beh')
  await expect(page.getByRole('row')).toHaveCount(2)
  await expect(page.getByRole('row').filter({ hasText: id })).toBeVisible()
  await expect(page).toHaveURL(/text=DOOR\+is\+beh$/)
  await page.getByLabel('Search by name, words said or id').fill('purple door')
  await expect(page.getByText('No conversation matches')).toBeVisible()
})

test('several conversations are ended and deleted at once', async ({ page }) => {
  const ids: string[] = []
  for (let n = 0; n < 4; n++) ids.push(await createWith(page))
  await page.goto('/conversations')
  const row = (id = '') => page.getByRole('row').filter({ hasText: id })
  const selection = page.getByRole('region', { name: 'Selection' })
  await expect(selection).toHaveCount(0)
  for (const id of ids.slice(0, 2)) await row(id).getByRole('checkbox').check()
  await expect(selection.getByText('2 selected')).toBeVisible()
  await selection.getByRole('button', { name: 'End 2 live' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End 2' }).click()
  await expect(row(ids[0]).getByText('Ended')).toBeVisible()
  await expect(row(ids[1]).getByText('Ended')).toBeVisible()
  await expect(row(ids[2]).getByText('Live', { exact: true })).toBeVisible()
  await expect(selection).toHaveCount(0)

  await page.getByRole('checkbox', { name: 'Select all shown' }).check()
  await row(ids[3]).getByRole('checkbox').uncheck()
  await selection.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 3' }).click()
  await expect(page.getByRole('row')).toHaveCount(2)
  await expect(row(ids[3]).getByText('Live', { exact: true })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('row')).toHaveCount(2)
  expect((await page.request.get(`/v2/conversations/${ids[2]}`)).status()).toBe(400)
  expect(await read(page, ids[3] ?? '')).toMatchObject({ status: 'active' })
})

test('End all in one browser is seen in another at once', async ({ app, page, browser }) => {
  for (let n = 0; n < 3; n++) await createWith(page)
  const gauge = page.getByTestId('live-gauge')
  await expect(gauge).toHaveText('3 of 5 live')
  const context = await browser.newContext({
    baseURL: app.url,
    storageState: await page.context().storageState(),
  })
  const other = await context.newPage()
  await other.goto('/usage')
  await other.getByTestId('live-gauge').click()
  const panel = other.getByRole('dialog', { name: 'Live conversations' })
  await expect(panel.getByRole('listitem')).toHaveCount(3)
  await panel.getByRole('button', { name: 'End all', exact: true }).click()
  await panel.getByRole('button', { name: 'Keep' }).click()
  await expect(gauge).toHaveText('3 of 5 live')
  await panel.getByRole('button', { name: 'End all', exact: true }).click()
  await expect(panel.getByText('End all 3 now?')).toBeVisible()
  await panel.getByRole('button', { name: 'End all', exact: true }).click()
  await expect(gauge).toHaveText('0 of 5 live')
  await ended(page)
  await expect(panel.getByText('No conversation is live')).toBeVisible()
  await context.close()
})

test('what the list finds is exported, as it is filtered', async ({ page }) => {
  const ended = await createWith(page)
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: /^End/ }).click()
  const live = await createWith(page)
  await page.goto('/conversations?status=active')
  const exported = async (name: RegExp) => {
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name }).click()
    return readFileSync(await (await saving).path(), 'utf8')
  }
  const csv = await exported(/^CSV/)
  expect(csv.trim().split('\r\n')).toHaveLength(2)
  expect(csv).toContain(live)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page.getByRole('row')).toHaveCount(3)
  const json = JSON.parse(await exported(/^JSON/))
  expect(json.map((row: { conversation_id: string }) => row.conversation_id)).toEqual([live, ended])
})
