import { formatMilliseconds } from '@/lib/client/format'
import { expect, test } from '../support/fixtures'
import { askWho, createWith, greeting, join, said } from '../support/steps'

test('the room is told how long a question that was typed in it took to be answered aloud', async ({
  page,
}) => {
  const told: Record<string, unknown>[] = []
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const frame = JSON.parse(String(payload)) as Record<string, unknown>
      if (frame.type === 'heard') told.push(frame)
    }),
  )
  const id = await createWith(page)
  const room = await join(page, greeting)
  // An answer that what was said before it runs into has no beginning that can be told, and so no figure.
  await expect(said(room).getByText(greeting)).toBeVisible()
  await askWho(room)
  await expect.poll(() => told.length, { timeout: 20_000 }).toBe(1)
  expect(told[0]).toMatchObject({ from: 'text', inference_id: expect.any(String) })
  expect(told[0]?.latency_ms).toBeGreaterThan(10)
  expect(told[0]?.latency_ms).toBeLessThan(5000)
  const turns = async () => (await (await page.request.get(`/v2/conversations/${id}/turns`)).json()).data
  await expect.poll(async () => (await turns()).at(-1)?.heard).toBe(told[0]?.latency_ms)
  const [turn] = await turns()
  // It is heard after it was sent, by a clock that is not the studio's.
  expect(turn).toMatchObject({ kind: 'text', inference_id: told[0]?.inference_id, problem: null })
  expect(turn.stages.sending).toBeLessThan(turn.heard + 50)
  const transcript = page.getByRole('log').first()
  await expect(transcript.getByText(`Heard after ${formatMilliseconds(turn.heard)}`)).toBeVisible()
})

test('members read in the room that a model failed, until they have read it', async ({ page }) => {
  let tell = (_data: object) => {}
  await page.routeWebSocket(/\/rooms\/.*\/socket/, (browser) => {
    const studio = browser.connectToServer()
    studio.onMessage((text) => {
      browser.send(text)
      const frame = JSON.parse(String(text))
      if (frame.type !== 'joined') return
      const { session_id } = frame.participants.find(({ role }: { role: string }) => role === 'replica')
      tell = (data) => browser.send(JSON.stringify({ type: 'app-message', from: session_id, data }))
    })
  })
  const id = await createWith(page)
  const room = await join(page)
  tell({
    ...{ message_type: 'system', event_type: 'system.model_failed', conversation_id: id },
    properties: { part: 'llm', message: 'It does not accept the API key (401).' },
  })
  const line = room.getByText('The language model did not answer: It does not accept the API key (401).')
  await expect(line).toBeVisible()
  if (process.env.TURNS_PICTURES) await page.screenshot({ path: `${process.env.TURNS_PICTURES}/room.png` })
  await room.getByRole('status').filter({ has: line }).getByRole('button', { name: 'Dismiss' }).click()
  await expect(line).toHaveCount(0)
})
