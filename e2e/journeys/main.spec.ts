import { expect, test, watchConsole } from '../support/fixtures'
import {
  askWho,
  chat,
  create,
  createWith,
  ended,
  formReady,
  greeting,
  join,
  joinByLink,
  openForm,
  read,
  say,
  signUp,
} from '../support/steps'

test('sign up, create, join, talk, leave, and find it in the history and its usage', async ({
  browser,
  app,
}) => {
  const page = await browser.newPage({ baseURL: app.url })
  const said = watchConsole(page)
  await page.goto('/signup')
  await signUp(page, { name: 'Ana', email: 'main@example.com', password: 'correct horse battery' })
  await page.waitForURL(/\/conversations\/new$/)
  await formReady(page)
  const writes: string[] = []
  const actions: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'GET') return
    if (new URL(request.url()).pathname.startsWith('/v2/')) writes.push(request.url())
    if (request.headers()['next-action']) actions.push(request.url())
  })
  const cost = page.getByText('Creating starts usage now and takes one of your 5 slots (5 free).')
  await expect(cost).toBeVisible()
  const id = await create(page)
  await expect(page.getByText('1 of 5 live')).toBeVisible()

  const room = await join(page, greeting)
  await askWho(room)

  await room.getByRole('button', { name: 'Leave and end' }).click()
  await ended(page)
  await expect(page.getByText('0 of 5 live')).toBeVisible()
  await expect(page.getByText('Who are you?')).toBeVisible()

  const conversation = await read(page, id)
  expect(conversation).toMatchObject({ status: 'ended', end_cause: 'left' })
  await page.getByRole('link', { name: 'Conversations' }).click()
  await expect(page.getByRole('link', { name: 'Conversation with Nathan' })).toBeVisible()

  await page.getByRole('link', { name: 'Usage' }).click()
  const usage = await (await page.request.get('/v2/usage')).json()
  expect(usage.total).toEqual({ seconds: conversation.duration, conversations: 1 })

  expect(actions.length).toBeGreaterThan(0)
  expect(writes).toEqual([])
  expect(said).toEqual([])
  await page.context().close()
})

test('every field arrives, and the cast shown before creation is the one that greets', async ({ page }) => {
  await page.getByRole('combobox', { name: 'Persona' }).click()
  await page.getByRole('option', { name: /Interviewer/ }).click()
  await page.getByRole('radio', { name: 'Rosa' }).check({ force: true })
  await page.getByLabel('Conversation name').fill('Practice 🎙️ مرحبا')
  await page.getByLabel('Context').fill('Ana applies as a gardener. The garden closes at six.')
  await page.getByLabel('Greeting').fill('Good morning, Ana.')
  await page.getByLabel('Language').selectOption({ label: 'Spanish' })
  await page.getByLabel('Longest duration').fill('20 min')
  await page.getByLabel('After the last participant leaves').fill('90')
  await page.getByLabel('If nobody joins').fill('2 min')
  await page.getByRole('switch', { name: /Closed captions/ }).click()
  await page.getByLabel('Participant limit').fill('3')
  await expect(page.getByLabel('What will happen').getByText('Rosa', { exact: true })).toBeVisible()

  const id = await create(page)
  expect(await read(page, id)).toMatchObject({
    conversation_name: 'Practice 🎙️ مرحبا',
    persona_id: 'pdac61133ac5',
    replica_name: 'Rosa',
    settings: {
      conversational_context: 'Ana applies as a gardener. The garden closes at six.',
      custom_greeting: 'Good morning, Ana.',
      max_participants: 3,
      properties: {
        max_call_duration: 1200,
        participant_left_timeout: 90,
        participant_absent_timeout: 120,
        language: 'spanish',
        enable_closed_captions: true,
      },
    },
  })
  const room = await join(page, 'Good morning, Ana.')
  await expect(room.getByLabel('Rosa, replica')).toBeVisible()
  await say(room, 'When does the garden close?')
  await expect(chat(room).getByText(/closes at six/)).toBeVisible()
})

test('somebody else joins by the meeting link without an account, and both talk with the replica', async ({
  app,
  page,
  browser,
}) => {
  const id = await createWith(page, { left: '60' })
  const room = await join(page)
  const context = await browser.newContext()
  const guest = await context.newPage()
  await joinByLink(guest, `${app.url}/rooms/${id}`, 'Ben')
  await expect(room.getByRole('button', { name: 'Participants, 3' })).toBeVisible()
  await say(guest, 'Hello from Ben')
  await expect(chat(room).getByText('Hello from Ben')).toBeVisible()
  await guest.getByRole('button', { name: 'Leave', exact: true }).click()
  await expect(guest.getByText('You left')).toBeVisible()
  expect(await read(page, id)).toMatchObject({ status: 'active' })
  await context.close()
})

test('ends from the page, and in a test mode that takes nothing', async ({ page }) => {
  await createWith(page)
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: /^End/ }).click()
  await ended(page)
  await openForm(page)
  await page.getByRole('switch', { name: /Test mode/ }).click()
  const id = await create(page)
  expect(await read(page, id)).toMatchObject({ status: 'ended', duration: 0, test_mode: true })
  await expect(page.getByText('0 of 5 live')).toBeVisible()
})

test('a button pressed before the page’s scripts have come does what it should once they have', async ({
  page,
}) => {
  const id = await createWith(page)
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/_next/static/**/*.js', async (route) => {
    await released
    await route.continue()
  })
  await page.goto(`/conversations/${id}`, { waitUntil: 'commit' })
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(page.getByText('Opening the room…')).toHaveCount(0)
  release()
  await expect(chat(page.frameLocator('iframe')).getByText(greeting)).toBeVisible({ timeout: 20_000 })
})

test('who has nothing yet is told the way to a first conversation', async ({ page }) => {
  await page.goto('/conversations')
  await expect(page.getByRole('heading', { name: 'Your first conversation takes three steps' })).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: 'Create a conversation' }).click()
  await page.waitForURL('/conversations/new')
  await page.goto('/')
  await page.waitForURL('/conversations')
})
