import { test as base, expect } from '../support/fixtures'
import { type Fleet, startFleet } from '../support/fleet'
import { startReceiver } from '../support/receiver'
import {
  answers,
  askWho,
  chat,
  create,
  ended,
  join,
  joinByLink,
  openForm,
  read,
  said,
  say,
  sayWhenBack,
} from '../support/steps'

/** Requests that a key may make in a minute. */
const keyLimit = 150

const test = base.extend<{ key: string }, { fleet: Fleet }>({
  fleet: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures it needs from this pattern.
    async ({}, use) => {
      const fleet = await startFleet({ RATE_LIMIT_KEY: String(keyLimit), RATE_LIMIT_ACCOUNT: '0' })
      await use(fleet)
      await fleet.close()
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  app: [async ({ fleet }, use) => use(fleet.apps[0]), { scope: 'worker' }],
  key: async ({ fleet, person }, use) =>
    use(await fleet.apps[0].admin('key:create', '--email', person.email)),
})

// The browser's own lines about a server that is away.
test.use({
  noise: /WebSocket connection to .* failed|ERR_(CONNECTION_REFUSED|CONNECTION_RESET|INCOMPLETE_CHUNKED)/,
})

/** Asks a server over the API; the status and what was answered. */
async function ask(
  origin: string,
  key: string,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; answer: Record<string, unknown> }> {
  const response = await fetch(`${origin}/v2${path}`, {
    method,
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  return { status: response.status, answer: await response.json().catch(() => ({})) }
}

const countOf = (statuses: number[]) =>
  Object.fromEntries(
    [...new Set(statuses)].sort().map((each) => [each, statuses.filter((it) => it === each).length]),
  )

test('a call held by one server is joined, steered and recorded through the other', async ({
  fleet,
  page,
  browser,
}) => {
  const [, second] = fleet.apps
  await page.getByRole('switch', { name: /^Recording/ }).click()
  await page.getByRole('switch', { name: /^Guests may record/ }).click()
  const id = await create(page)
  // The same browser at the other server's address: cookies do not know ports.
  await page.goto(`${second.url}/conversations/${id}`)
  await answers(page)
  const room = await join(page)
  await askWho(room)

  const guest = await (await browser.newContext()).newPage()
  await joinByLink(guest, `${second.url}/rooms/${id}`, 'Ben')
  await guest.getByRole('button', { name: 'Record', exact: true }).click()
  await expect(guest.getByText('by you')).toBeVisible()
  await guest.waitForResponse((answer) => /\/parts\/\d+$/.test(answer.url()) && answer.status() === 204)
  await say(guest, 'Ben was here')
  await guest.getByRole('button', { name: /^Leave/ }).click()

  await page.getByLabel('What the replica does with the text').selectOption('append_llm_context')
  await page.getByLabel('Text for the replica').fill('The lighthouse is green.')
  await page.getByLabel('Text for the replica').press('Enter')
  await expect(page.getByText('The replica knows it')).toBeVisible()

  await room.getByRole('button', { name: 'Leave and end' }).click()
  await ended(page)
  type Recordings = { status: string; url: string }[]
  const recordings = async () => (await read(page, id)).recordings as Recordings
  await expect.poll(async () => (await recordings())[0]?.status, { timeout: 30_000 }).toBe('ready')
  const [recording] = await recordings()
  const address = `${second.url}${recording?.url}`
  const file = await page.request.get(address, { headers: { range: 'bytes=0-3' } })
  expect([file.status(), (await file.body()).toString('hex')]).toEqual([206, '1a45dfa3'])
})

test('limits, keys and slots are exact, whichever server is asked', async ({ fleet, key, person }) => {
  const [first, second] = fleet.apps
  const at = (turn: number) => fleet.apps[turn % 2]?.url ?? ''

  // Fifty at once for five slots.
  const body = { persona_id: 'pdced222244b' }
  const creates = await Promise.all(
    Array.from({ length: 50 }, (_, turn) => ask(at(turn), key, 'POST', '/conversations', body)),
  )
  expect(countOf(creates.map(({ status }) => status))).toEqual({ 200: 5, 400: 45 })
  const made = creates.flatMap(({ answer }) =>
    answer.conversation_id ? [String(answer.conversation_id)] : [],
  )
  // Each is ended by the other server, twice at once.
  const ends = await Promise.all(
    made.flatMap((id) => [0, 1].map((turn) => ask(at(turn), key, 'POST', `/conversations/${id}/end`))),
  )
  expect(countOf(ends.map(({ status }) => status))).toEqual({ 200: 10 })

  // What is left of the minute, and not one more.
  const asked = await Promise.all(
    Array.from({ length: 200 }, (_, turn) => ask(at(turn), key, 'GET', '/conversations?limit=1')),
  )
  expect(countOf(asked.map(({ status }) => status))).toEqual({
    200: keyLimit - 60,
    429: 200 - (keyLimit - 60),
  })

  // A key that is revoked at one is refused by the other from its next request on.
  const another = await first.admin('key:create', '--email', person.email, '--name', 'Another')
  const works = await Promise.all([0, 1].map((turn) => ask(at(turn), another, 'GET', '/usage')))
  expect(works.map(({ status }) => status)).toEqual([200, 200])
  const list = await first.admin('key:list', '--email', person.email)
  const id =
    list
      .split('\n')
      .find((line) => line.includes('Another'))
      ?.split(/\s+/)[0] ?? ''
  await second.admin('key:revoke', '--email', person.email, '--id', id)
  const refused = await Promise.all(
    Array.from({ length: 20 }, (_, turn) => ask(at(turn), another, 'GET', '/usage')),
  )
  expect(countOf(refused.map(({ status }) => status))).toEqual({ 401: 20 })
})

test('both servers restarted in turn under load: no request fails, and the call loses nothing that was said', async ({
  fleet,
  page,
  person,
}) => {
  test.setTimeout(240_000)
  const { balancer, apps } = fleet
  const receiver = await startReceiver()
  // Keys of their own, so that none comes to its limit.
  const keys = await Promise.all(
    [1, 2, 3, 4, 5, 6].map(() => apps[0].admin('key:create', '--email', person.email)),
  )
  const made = await ask(balancer.url, keys[0] ?? '', 'POST', '/conversations', {
    persona_id: 'pdced222244b',
    callback_url: receiver.url,
  })
  const id = String(made.answer.conversation_id)
  await page.goto(`${balancer.url}/conversations/${id}`)
  await answers(page)
  const room = await join(page)
  await say(room, 'Before the restarts')

  const statuses: number[] = []
  const failed: string[] = []
  let isOver = false
  const worker = async (key: string) => {
    const pace = 60_000 / keyLimit
    while (!isOver) {
      for (const [method, path, body] of [
        ['GET', '/conversations?limit=5'],
        ['GET', `/conversations/${id}?verbose=true`],
        ['POST', '/conversations', { persona_id: 'pdced222244b', test_mode: true }],
        ['GET', '/usage'],
      ] as const) {
        const began = Date.now()
        await ask(balancer.url, key, method, path, body).then(
          ({ status, answer }) => {
            statuses.push(status)
            if (status !== 200) failed.push(`${method} ${path}: ${status} ${JSON.stringify(answer)}`)
          },
          (error) => failed.push(`${method} ${path}: ${error.cause ?? error}`),
        )
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, pace * 1.1 - (Date.now() - began))))
      }
    }
  }
  const load = Promise.all(keys.map(worker))
  for (const [app, words] of [
    [apps[0], 'After the first restart'],
    [apps[1], 'After the second restart'],
  ] as const) {
    expect(await app.terminate()).toBe(0)
    await app.restart()
    await sayWhenBack(room, words)
  }
  isOver = true
  await load
  expect(failed).toEqual([])
  expect(statuses.length).toBeGreaterThan(60)
  // Streams are told to come again, and that is no failure of theirs.
  expect(balancer.failures.filter((each) => !each.includes('/v2/events'))).toEqual([])

  await expect(said(room).getByText('After the second restart')).toBeVisible()
  await room.getByRole('button', { name: 'Leave and end' }).click()
  await ended(page)
  const { transcript } = (await read(page, id)) as { transcript: { role: string; content: string }[] }
  expect(transcript.filter(({ role }) => role === 'user').map(({ content }) => content)).toEqual([
    'Before the restarts',
    'After the first restart',
    'After the second restart',
  ])
  const events = () => receiver.got.map(({ event }) => event.event_type).sort()
  await expect
    .poll(() => [...new Set(events())], { timeout: 20_000 })
    .toEqual(
      expect.arrayContaining(['application.transcription_ready', 'system.replica_joined', 'system.shutdown']),
    )
  // One that came again, as its server was stopped before it could note the answer, has the same id.
  const idsOf = new Map<string, Set<string>>()
  for (const { id: webhook, event } of receiver.got) {
    const type = event.event_type
    idsOf.set(type, (idsOf.get(type) ?? new Set()).add(webhook))
  }
  expect(idsOf.get('system.shutdown')?.size).toBe(1)
  await receiver.close()
})

test('a server that dies and stays away: the other ends its call, frees the slot and takes its place', async ({
  fleet,
  page,
  key,
}) => {
  const [first, second] = fleet.apps
  await openForm(page)
  const id = await create(page)
  await join(page)
  await page.goto('about:blank')
  await first.kill()
  const about = () => ask(second.url, key, 'GET', `/conversations/${id}`)
  expect((await about()).answer.status).toBe('active')
  await expect
    .poll(
      async () => {
        await second.advance(15_000)
        return (await about()).answer.status
      },
      { intervals: [300], timeout: 20_000 },
    )
    .toBe('ended')
  expect((await about()).answer).toMatchObject({ end_cause: 'host_lost' })
  await page.goto(`${second.url}/conversations/new`)
  await expect(page.getByText('0 of 5 live')).toBeVisible()
  const again = await create(page)
  expect(again).not.toBe(id)
  const room = await join(page)
  await askWho(room)

  // Back again, it holds nothing of before, and both work.
  await first.restart()
  expect((await ask(first.url, key, 'GET', `/conversations/${id}`)).answer.status).toBe('ended')
  await page.goto(`${first.url}/conversations/${again}`)
  await answers(page)
  await expect(chat(await join(page)).getByText('I am Nathan')).toBeVisible()
})
