import { expect, type Page } from '@playwright/test'
import { test } from '../support/fixtures'
import { create, ended, openForm, read } from '../support/steps'
import { startTavus } from '../support/tavus'
import type { Tavus } from '../support/tavus-account'
import { connect, formOnTavus } from '../support/tavus-steps'

// A room that is not there says so in the browser's own lines, and Daily's library reports it to its makers.
test.use({ noise: /sentry|Fetch API cannot load|ERR_/ })

let tavus: Tavus
test.beforeEach(async () => {
  tavus = await startTavus()
})
test.afterEach(() => tavus.close())

const press = (page: Page) => page.getByRole('button', { name: 'Create conversation' }).click()

test('a refused creation says why, keeps what was typed, and offers to end what holds the slots', async ({
  page,
}) => {
  await connect(page, tavus)
  await formOnTavus(page)
  await page.getByLabel('Conversation name').fill('Kept')
  tavus.slots = 1
  tavus.createElsewhere('Made with another tool')
  await press(page)
  await expect(page.getByText('User has reached maximum concurrent conversations')).toBeVisible()
  await page.getByRole('button', { name: /^End.*Made with another tool/ }).click()
  await expect.poll(() => tavus.active().length).toBe(0)

  tavus.credits = false
  await press(page)
  await expect(page.getByText('The user is out of conversational credits.')).toBeVisible()
  tavus.credits = true
  tavus.fault = ({ method }) =>
    method === 'POST' ? { status: 500, body: '{"error":"Down for a walk"}' } : undefined
  await press(page)
  await expect(page.getByText(/used nothing.*Down for a walk/)).toBeVisible()
  expect(tavus.conversations.size).toBe(1)
  await expect(page.getByTestId('live-gauge')).toHaveText('0 of 5 live')

  // Carried out, and then answered with an error: it is that one.
  tavus.fault = ({ method, path }) =>
    method === 'POST' && path === '/v2/conversations' ? { doneThen: { status: 500, body: '' } } : undefined
  await expect(page.getByLabel('Conversation name')).toHaveValue('Kept')
  const id = await create(page)
  expect(tavus.active().map(({ id }) => id)).toEqual([(await read(page, id)).provider_conversation_id])
})

test('a key that is revoked during a call is told on its page, and all is put right by another', async ({
  page,
  app,
}) => {
  await connect(page, tavus)
  await formOnTavus(page)
  const id = await create(page)
  const { id: there } = tavus.theOne()
  await expect(page.getByText('This call runs on Tavus')).toBeVisible()
  const key = tavus.key
  tavus.key = 'the-new-key-of-the-account'
  await app.advance(30_000)
  await expect(page.getByText('Tavus does not accept the API key')).toBeVisible()
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('button', { name: 'End conversation' }).click()
  await ended(page)
  await expect(page.getByText(/transcript is on its way/)).toBeVisible()
  await expect(page.getByTestId('live-gauge')).toHaveText('0 of 5 live')
  expect(tavus.active()).toHaveLength(1)

  await connect(page, tavus)
  expect(tavus.key).not.toBe(key)
  await app.advance(60_000)
  await expect.poll(() => tavus.active().length, { timeout: 15_000 }).toBe(0)
  await tavus.transcribed(there, [
    { role: 'assistant', content: 'Hello there.', seconds_from_start: 1 },
    { role: 'user', content: 'Good morning.', seconds_from_start: 3 },
  ])
  await page.goto(`/conversations/${id}`)
  await expect(page.getByText('Good morning.')).toBeVisible()
  await expect(page.getByText('Tavus does not accept the API key')).toHaveCount(0)
})

test('an end that Tavus tells ends the page at once, and nobody else can tell it', async ({ page, app }) => {
  await connect(page, tavus)
  await formOnTavus(page)
  const id = await create(page)
  const there = tavus.theOne()
  const told = {
    conversation_id: there.id,
    event_type: 'system.shutdown',
    properties: { shutdown_reason: 'max_call_duration reached' },
  }
  const headers = { 'content-type': 'application/json' }
  const forged = await fetch(`${app.url}/callbacks/${id}/${'x'.repeat(43)}`, {
    ...{ method: 'POST', headers, body: JSON.stringify(told) },
  })
  expect(forged.status).toBe(404)
  expect((await read(page, id)).status).toBe('active')

  await tavus.ended(there.id, 'Quota of the plan exceeded')
  await ended(page, 5_000)
  await expect(page.getByText('Quota of the plan exceeded').first()).toBeVisible()
  await tavus.perceived(there.id, 'A person at a desk.')
  await expect(page.getByText('A person at a desk.')).toBeVisible()
})

test('"End all" frees every slot, here and there', async ({ page }) => {
  await connect(page, tavus)
  for (let n = 0; n < 2; n++) {
    await formOnTavus(page)
    await create(page)
  }
  await openForm(page)
  await page.getByRole('radio', { name: /Studio/ }).check({ force: true })
  await create(page)
  await page.getByTestId('live-gauge').click()
  await page.getByRole('button', { name: 'End all' }).click()
  // The first press only asks.
  await page.getByRole('button', { name: 'End all' }).click()
  await expect(page.getByTestId('live-gauge')).toHaveText('0 of 5 live')
  await expect.poll(() => tavus.active().length).toBe(0)
})
