import type { Page } from '@playwright/test'
import fc from 'fast-check'
import { parseDuration } from '@/lib/client/format'
import { languages } from '@/lib/protocol/languages'
import { expect, test } from '../support/fixtures'
import { answers, create, ended, formReady, join, openForm, read } from '../support/steps'

/** What the form says that a conversation will use, in seconds. */
async function estimate(page: Page): Promise<{ most: number; alone: number }> {
  const text = (await page.getByTestId('estimate').textContent()) ?? ''
  const [, most = '', alone = most] = /at most ([^,.]+)(?:, ([^.]+) if nobody joins)?\./.exec(text) ?? []
  return { most: parseDuration(most) ?? Number.NaN, alone: parseDuration(alone) ?? Number.NaN }
}

test('the estimate holds however a conversation ends', async ({ app, page }) => {
  const endings: { cause: string; act(id: string): Promise<unknown> }[] = [
    { cause: 'absent', act: () => app.advance(71_000) },
    {
      cause: 'requested',
      async act() {
        await page.getByRole('button', { name: 'End', exact: true }).click()
        await page.getByRole('dialog').getByRole('button', { name: /^End/ }).click()
      },
    },
    {
      cause: 'left',
      async act() {
        const room = await join(page)
        await room.getByRole('button', { name: 'Leave and end' }).click()
      },
    },
    {
      cause: 'max_duration',
      async act() {
        await join(page)
        await app.advance(181_000)
      },
    },
  ]
  for (const { cause, act } of endings) {
    await openForm(page)
    await page.getByLabel('Longest duration').fill('3 min')
    await page.getByLabel('If nobody joins').fill('70')
    const { most, alone } = await estimate(page)
    expect({ most, alone }).toEqual({ most: 180, alone: 70 })
    const id = await create(page)
    await act(id)
    await ended(page)
    const { duration, end_cause } = await read(page, id)
    expect(end_cause).toBe(cause)
    expect(duration).toBeLessThanOrEqual(most)
    if (cause === 'absent') expect(duration).toBe(alone)
    if (cause === 'max_duration') expect(duration).toBe(most)
  }
})

const switches = ['Closed captions', 'Audio only', 'Private room', 'Test mode'] as const

/** What people may leave a form with. */
const forms = fc.record({
  replica: fc.constantFrom('Jaspreet', 'Rosa', 'Henrik', 'Mei', 'Amira', 'Marcus', 'Anna', 'Nathan'),
  name: fc.string({ unit: 'grapheme', maxLength: 40 }),
  context: fc.string({ unit: 'grapheme', maxLength: 300 }),
  greeting: fc.string({ unit: 'grapheme', maxLength: 100 }),
  language: fc.constantFrom(...languages),
  longest: fc.constantFrom('', '45 s', '2 h', '1 h 5 min 3 s'),
  left: fc.constantFrom('', '10 s', '5 min'),
  limit: fc.constantFrom('', '2', '100'),
  on: fc.subarray([...switches]),
})
type Form = typeof forms extends fc.Arbitrary<infer T> ? T : never

const replicas = (page: Page) => page.getByRole('group', { name: 'Replica' })

async function fill(page: Page, form: Form): Promise<void> {
  await replicas(page).getByRole('radio', { name: form.replica, exact: true }).check({ force: true })
  await page.getByLabel('Conversation name').fill(form.name)
  await page.getByLabel('Context').fill(form.context)
  await page.getByLabel('Greeting').fill(form.greeting)
  await page.getByLabel('Language').selectOption(form.language)
  await page.getByLabel('Longest duration').fill(form.longest)
  await page.getByLabel('After the last participant leaves').fill(form.left)
  await page.getByLabel('Participant limit').fill(form.limit)
  for (const name of form.on) await page.getByRole('switch', { name }).click()
}

async function shown(page: Page): Promise<Form> {
  const on: (typeof switches)[number][] = []
  for (const name of switches) if (await page.getByRole('switch', { name }).isChecked()) on.push(name)
  return {
    replica: ((await replicas(page).locator('label:has(:checked)').textContent()) ?? '') as Form['replica'],
    name: await page.getByLabel('Conversation name').inputValue(),
    context: await page.getByLabel('Context').inputValue(),
    greeting: await page.getByLabel('Greeting').inputValue(),
    language: (await page.getByLabel('Language').inputValue()) as Form['language'],
    longest: (await page.getByLabel('Longest duration').inputValue()) as Form['longest'],
    left: (await page.getByLabel('After the last participant leaves').inputValue()) as Form['left'],
    limit: (await page.getByLabel('Participant limit').inputValue()) as Form['limit'],
    on,
  }
}

test('a link to the form brings back every field, and what gave way to it', async ({ page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const samples = fc.sample(forms, { seed: 7, numRuns: 10 })
  const [first, ...others] = samples
  if (!first) throw new Error('There are no samples.')
  // 20 kB of context survive too.
  const all = [{ ...first, context: 'The garden closes at six. '.repeat(800).slice(0, 20_000) }, ...others]
  for (const form of all) {
    await page.getByRole('button', { name: 'Start empty' }).or(page.getByText('Who talks')).first().click()
    await fill(page, form)
    const before = await shown(page)
    await page.getByRole('button', { name: 'Copy link to this form' }).click()
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    expect(link).toContain('/conversations/new#form=')
    await page.getByLabel('Conversation name').fill('Typed since')
    await page.goto('/conversations')
    await page.goto(link)
    await expect(page.getByText('A link filled in this form.')).toBeVisible()
    expect(await shown(page)).toEqual(before)
    expect(new URL(page.url()).hash).toBe('')
    await page.getByRole('button', { name: 'Back to what you typed' }).click()
    await expect(page.getByLabel('Conversation name')).toHaveValue('Typed since')
    await page.reload()
    await formReady(page)
  }
  await page.goto('/conversations/new#form=nonsense')
  await expect(page.getByText('damaged or not complete')).toBeVisible()
})

test('the request beside the form makes the same conversation', async ({ app, page, person }) => {
  await page.getByLabel('Conversation name').fill(`Ann's "garden" \\ tour`)
  await page.getByLabel('Context').fill('It closes at six.\nOn Sundays too.')
  await page.getByLabel('Longest duration').fill('20 min')
  await page.getByText('The same as a request').click()
  await page.getByRole('radio', { name: 'JavaScript' }).check({ force: true })
  const code = (await page.getByRole('region', { name: 'Request' }).textContent()) ?? ''
  const id = await create(page)
  const key = await app.admin('key:create', '--email', person.email)
  const answers: { conversation_id: string }[] = []
  const program = new Function('process', 'console', `return (async () => {${code}\n})()`)
  await program({ env: { COLLOQUY_API_KEY: key.trim() } }, { log: (answer: never) => answers.push(answer) })
  const [made] = answers
  const [byForm, byCode] = [await read(page, id), await read(page, made?.conversation_id ?? '')]
  expect(byCode.settings).toEqual(byForm.settings)
  for (const field of ['conversation_name', 'persona_id', 'replica_id'])
    expect(byCode[field]).toEqual(byForm[field])
})

test('faces of the gallery move under the pointer, and rest otherwise', async ({ page }) => {
  const choice = replicas(page).locator('label').filter({ hasText: 'Mei' })
  const face = choice.locator('canvas')
  const picture = () => face.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
  await expect(face).toHaveCSS('opacity', '0')
  await choice.hover()
  await expect(face).toHaveCSS('opacity', '1')
  const first = await picture()
  await expect.poll(picture).not.toBe(first)
  await page.mouse.move(0, 0)
  await expect(face).toHaveCSS('opacity', '0')
})

test('Run again makes the same conversation, with every field', async ({ app, page, person }) => {
  const key = (await app.admin('key:create', '--email', person.email)).trim()
  const documentIds = await Promise.all(
    ['one', 'two'].map(async (name) => {
      const made = await page.request.post('/v2/documents', {
        data: { document_url: `https://example.org/${name}` },
        headers: { 'x-api-key': key },
      })
      return String((await made.json()).document_id)
    }),
  )
  const given = {
    persona_id: 'pdac61133ac5',
    replica_id: 'r2d5a91b7c64',
    conversation_name: 'Every field',
    conversational_context: 'The garden closes at six.\nOn Sundays too.',
    custom_greeting: 'Good evening, Ana.',
    audio_only: true,
    callback_url: 'https://example.org/hook?a=1',
    memory_stores: ['ana'],
    document_ids: documentIds,
    document_tags: ['prices'],
    document_retrieval_strategy: 'quality',
    test_mode: true,
    require_auth: true,
    max_participants: 7,
    properties: {
      max_call_duration: 1234,
      participant_left_timeout: 56,
      participant_absent_timeout: 78,
      enable_recording: true,
      enable_closed_captions: true,
      apply_greenscreen: true,
      background: { type: 'color', color: '#0b6b50' },
      language: 'portuguese',
      guests_may_record: true,
    },
  }
  const answer = await page.request.post('/v2/conversations', {
    data: given,
    headers: { 'x-api-key': key },
  })
  expect(answer.status(), await answer.text()).toBe(200)
  const { conversation_id: first } = await answer.json()
  const before = await read(page, first)
  expect(before.settings).toMatchObject({ max_participants: 7, properties: given.properties })
  await page.goto(`/conversations/${first}`)
  await answers(page)
  await page.getByRole('button', { name: 'Run again' }).click()
  await expect(page.getByLabel('Conversation name')).toHaveValue('Every field')
  const second = await create(page)
  expect(second).not.toBe(first)
  const after = await read(page, second)
  expect(after.settings).toEqual(before.settings)
  for (const field of ['conversation_name', 'persona_id', 'replica_id', 'callback_url'])
    expect(after[field]).toBe(before[field])
})
