import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'
import { type Receiver, startReceiver, verified } from '../support/receiver'
import { answers, create, createWith, ended, join, openForm, read } from '../support/steps'

let receiver: Receiver
test.beforeEach(async () => {
  receiver = await startReceiver()
})
test.afterEach(() => receiver.close())

const open = async (page: Page, path = '/developers/webhooks') => {
  await page.goto(path)
  await answers(page)
}

/** Reveals the signing secret on the page of webhooks. */
async function secretOf(page: Page): Promise<string> {
  await open(page)
  await page.getByRole('button', { name: 'Reveal' }).click()
  await expect(page.getByTestId('secret')).toHaveText(/^whsec_[A-Za-z0-9+/]{43}=$/)
  return (await page.getByTestId('secret').textContent()) ?? ''
}

const endings = [
  ['the end endpoint', 'end_conversation_endpoint_hit', {}],
  ['the longest duration', 'max_call_duration reached', { longest: '2 min' }],
  ['the last participant leaving', 'participant_left_timeout reached', {}],
  ['nobody joining', 'participant_absent_timeout reached', { absent: '70' }],
] as const

for (const [how, reason, times] of endings) {
  test(`a callback typed in the form hears once of each event of a conversation ended by ${how}`, async ({
    app,
    page,
  }) => {
    await openForm(page)
    for (const [label, value] of [
      ['Longest duration', 'longest' in times ? times.longest : undefined],
      ['If nobody joins', 'absent' in times ? times.absent : undefined],
    ] as const)
      if (value) await page.getByLabel(label).fill(value)
    await page.getByLabel('Callback URL').fill(`${receiver.url}/callback`)
    const id = await create(page)
    if (how === 'the end endpoint') {
      await page.getByRole('button', { name: 'End', exact: true }).click()
      await page.getByRole('dialog').getByRole('button', { name: /^End/ }).click()
    }
    if (how === 'the longest duration') {
      await join(page)
      await app.advance(120_000)
    }
    if (how === 'the last participant leaving') {
      const room = await join(page)
      await room.getByRole('button', { name: 'Leave and end' }).click()
    }
    if (how === 'nobody joining') await app.advance(70_000)
    await ended(page)
    await expect.poll(() => receiver.got.length, { timeout: 15_000 }).toBe(4)
    expect(new Set(receiver.got.map((each) => each.id)).size).toBe(4)

    // The page of the conversation shows them, too.
    await expect(page.getByRole('heading', { name: 'Webhooks' })).toBeVisible({ timeout: 15_000 })
    await page.reload()
    await expect(
      page.getByRole('link', { name: /application\.transcription_ready.*Delivered/ }),
    ).toBeVisible()
    // Under its two names it is one thing that happened.
    await expect(page.getByText('Nathan was ready')).toHaveCount(1)

    const secret = await secretOf(page)
    const events = receiver.got.map((each) => {
      // The time of the product, which tests move.
      return verified({ ...each, at: new Date(Number(each.headers['webhook-timestamp']) * 1000) }, secret)
    })
    const named = Object.fromEntries(events.map((event) => [event.event_type, event]))
    expect(Object.keys(named).sort()).toEqual([
      ...['application.transcription_ready', 'system.pal_joined', 'system.replica_joined', 'system.shutdown'],
    ])
    for (const event of events)
      expect(event).toMatchObject({ conversation_id: id, webhook_url: `${receiver.url}/callback` })
    expect(named['system.shutdown']?.properties.shutdown_reason).toBe(reason)
    expect(await read(page, id)).toMatchObject({ shutdown_reason: reason })
    const transcript = named['application.transcription_ready']?.properties.transcript as {
      content: string
    }[]
    if (how === 'the longest duration' || how === 'the last participant leaving')
      expect(transcript.map(({ content }) => content).join(' ')).toContain('Hey there')
  })
}

test('a callback into a private network is refused in the form, and what was typed stays', async ({
  page,
}) => {
  await openForm(page)
  await page.getByLabel('Callback URL').fill('http://169.254.169.254/latest')
  await page.getByRole('button', { name: 'Create conversation' }).click()
  await expect(
    page.getByText(/169\.254\.169\.254 is in a private network.*OUTBOUND_ALLOW/).first(),
  ).toBeVisible()
  await expect(page.getByLabel('Callback URL')).toHaveValue('http://169.254.169.254/latest')
})

test('an endpoint is added, tested, changed, paused and deleted', async ({ page }) => {
  await open(page)
  await expect(page.getByText('No endpoint is registered')).toBeVisible()
  await page.getByRole('button', { name: 'Add endpoint' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Address').fill('http://10.0.0.1/hook')
  await dialog.getByRole('button', { name: 'Add endpoint' }).click()
  await expect(dialog.getByText(/10\.0\.0\.1 is in a private network/)).toBeVisible()
  await dialog.getByLabel('Address').fill(`${receiver.url}/endpoint`)
  await dialog.getByLabel('Description').fill('The CRM')
  await dialog.getByLabel('Only some').check()
  await dialog.getByRole('button', { name: 'Add endpoint' }).click()
  await expect(dialog.getByText('Choose at least one event.')).toBeVisible()
  await dialog.getByLabel('system.shutdown').check()
  await dialog.getByRole('button', { name: 'Add endpoint' }).click()
  const row = page.getByRole('listitem').filter({ hasText: 'The CRM' })
  await expect(row).toContainText('system.shutdown')

  const act = async (name: string) => {
    await row.getByRole('button', { name: /^Actions for/ }).click()
    await page.getByRole('menuitem', { name, exact: true }).click()
  }
  await act('Send a test')
  await expect(row.getByText(/The test arrived\. Answered 204 in \d+ ms\./)).toBeVisible()
  receiver.answer = (_got, response) => void response.writeHead(500).end('Broken')
  await act('Send a test')
  await expect(row.getByText(/The test failed\. Answered 500/)).toBeVisible()
  await act('Edit')
  await dialog.getByLabel('Every event').check()
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(row).toContainText('Every event')
  await act('Pause')
  await expect(row.getByText('Paused', { exact: true })).toBeVisible()
  await act('Enable')
  await expect(row.getByText('Paused', { exact: true })).toHaveCount(0)
  await act('Delete')
  await dialog.getByRole('button', { name: 'Delete endpoint' }).click()
  await expect(page.getByText('No endpoint is registered')).toBeVisible()
})

test('the secret is rotated, and both sign until the old one ends', async ({ page }) => {
  const old = await secretOf(page)
  await page.getByRole('button', { name: 'Rotate' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click()
  await expect(page.getByText('A secret before this one signs too, until')).toBeVisible()
  const secret = (await page.getByTestId('secret').textContent()) ?? ''
  expect(secret).not.toBe(old)
  await openForm(page)
  await page.getByLabel('Callback URL').fill(receiver.url)
  await create(page)
  await expect.poll(() => receiver.got.length).toBe(2)
  const [got] = receiver.got
  if (!got) throw new Error('Nothing came.')
  for (const each of [secret, old])
    expect(
      verified({ ...got, at: new Date(Number(got.headers['webhook-timestamp']) * 1000) }, each),
    ).toBeTruthy()
})

test('what failed is found in the log, looked at, and sent again, one or all', async ({ app, page }) => {
  receiver.answer = (_got, response) => void response.writeHead(410, { 'x-why': 'moved' }).end('Not here')
  await openForm(page)
  await page.getByLabel('Callback URL').fill(`${receiver.url}/log`)
  await create(page)
  await open(page)
  await page.getByLabel('Status').selectOption('failed')
  await expect(page).toHaveURL(/\?status=failed$/)
  const failed = page.getByRole('link', { name: /system\.(replica|pal)_joined/ })
  await expect(failed).toHaveCount(2)
  await failed.first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/system\.(replica|pal)_joined/)
  await expect(page.getByText(/The receiver answered 410/)).toBeVisible()
  await expect(page.getByText('webhook-signature: v1,')).toBeVisible()
  await expect(page.getByText('x-why: moved')).toBeVisible()
  receiver.answer = (_got, response) => void response.writeHead(200).end('Thanks')
  await answers(page)
  await page.getByRole('button', { name: 'Send again' }).click()
  await expect(page.getByText('Delivered', { exact: true })).toBeVisible()
  await expect(page.getByText(/Answered 200$/)).toBeVisible()
  expect(new Set(receiver.got.map((each) => each.id)).size).toBe(2)

  await open(page)
  await page.getByRole('button', { name: 'Send all failed again' }).click()
  await expect(page.getByText('One is sent again.')).toBeVisible()
  await expect(page.getByRole('link', { name: /Delivered/ })).toHaveCount(2)
  await page.getByLabel('Destination').selectOption('callback')
  await expect(page).toHaveURL(/\?endpoint=callback$/)
  await app.advance(1_000)
})

test('a conversation without webhooks says nothing of them', async ({ app, page }) => {
  await createWith(page, { absent: '70' })
  await app.advance(70_000)
  await ended(page)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Webhooks' })).toHaveCount(0)
})
