import { findings } from '../support/accessibility'
import { expect, test } from '../support/fixtures'
import { chat, create, ended, join, openForm, say } from '../support/steps'

/** Facts are there half a minute after the end at the latest: when the room is slow to tell what was said last. */
const gathering = { timeout: 45_000 }

test('what somebody says is remembered, can be changed, and is known the next time until it is deleted', async ({
  page,
}) => {
  test.setTimeout(240_000)
  const store = 'Ana & Nathan / 1'
  const facts = page.getByRole('list', { name: 'Facts' })
  const end = async () => {
    await page.getByRole('button', { name: 'End', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: /^End/ }).click()
    await ended(page)
  }

  // Nothing is remembered yet, and the page says what to do.
  await page.goto('/knowledge/memories')
  await expect(page.getByRole('heading', { name: 'Nothing is remembered yet' })).toBeVisible()
  expect(await findings(page)).toEqual([])

  // A new name is typed, and taken when the box is left.
  await openForm(page)
  const box = page.getByLabel('Memory stores', { exact: true })
  await box.fill(store)
  await expect(page.getByRole('option', { name: store })).toContainText('New store')
  await box.press('Tab')
  await expect(page.getByRole('button', { name: `Remove ${store}` })).toBeVisible()
  await create(page)
  const room = await join(page)
  await say(room, 'I live in Rome and my favourite colour is green.')
  await end()

  // It stands with the conversation by itself, and is changed in its place, by keyboard alone.
  const left = page.getByRole('list', { name: 'What it will remember' })
  await expect(left.getByRole('listitem')).toHaveCount(2, gathering)
  await expect(left).toContainText('Ana lives in Rome.')
  await expect(left).toContainText("Ana's favourite colour is green.")
  expect(await findings(page)).toEqual([])
  const name = await page.getByRole('heading', { level: 1 }).textContent()
  await left.getByRole('button', { name: 'Edit: Ana lives in Rome.' }).press('Enter')
  await page.getByLabel('Fact', { exact: true }).fill('Ana lives in Bergen.')
  await page.keyboard.press('Enter')
  await expect(left).toContainText('Ana lives in Bergen.')
  await expect(left).toContainText('Changed by hand')
  await expect(left.getByRole('button', { name: 'Edit: Ana lives in Bergen.' })).toBeFocused()

  // The store knows whence it is, finds it, and takes another by hand.
  await left.getByRole('link', { name: store }).first().click()
  await page.waitForURL(/\/knowledge\/memories\/Ana/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(store)
  await expect(facts.getByRole('link', { name: name ?? '' })).toHaveCount(2)
  await page.getByLabel('Search facts').fill('BERGEN')
  await expect(facts.getByRole('listitem')).toHaveCount(1)
  await page.getByLabel('Search facts').fill('')
  await page.getByRole('button', { name: 'Add fact' }).click()
  await page.getByRole('dialog').getByLabel('Fact').fill('Ana has a cat called Tom.')
  await page.getByRole('dialog').getByRole('button', { name: 'Add fact' }).click()
  await expect(facts.getByRole('listitem')).toHaveCount(3)
  expect(await findings(page)).toEqual([])

  // The next conversation knows it; the store is there to be chosen.
  await openForm(page)
  await box.click()
  await page.getByRole('option', { name: store }).click()
  await create(page)
  const next = await join(page)
  await say(next, 'Where do I live?')
  await expect(chat(next).getByText('Ana lives in Bergen.')).toBeVisible({ timeout: 15_000 })
  await end()
  await expect(page.getByText('Nothing to remember was said.')).toBeVisible(gathering)

  // Deleted, it is known no more.
  await page.goto('/knowledge/memories')
  await page.getByRole('link', { name: store }).click()
  await page.getByRole('button', { name: 'Delete: Ana lives in Bergen.' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete fact' }).click()
  await expect(facts.getByRole('listitem')).toHaveCount(2)
  await openForm(page)
  await box.click()
  await page.getByRole('option', { name: store }).click()
  await create(page)
  const last = await join(page)
  await say(last, 'Where do I live?')
  await expect(chat(last).getByText(/do not know|no information|not told/)).toBeVisible({ timeout: 15_000 })
  await expect(chat(last).getByText('Bergen')).toHaveCount(0)
  await end()

  // And so with all of it.
  await page.goto('/knowledge/memories')
  await page.getByRole('link', { name: store }).click()
  await page.getByRole('button', { name: 'Delete all' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete store' }).click()
  await page.waitForURL('/knowledge/memories')
  await expect(page.getByRole('heading', { name: 'Nothing is remembered yet' })).toBeVisible()
})
