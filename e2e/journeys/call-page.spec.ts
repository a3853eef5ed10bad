import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'
import {
  askWho,
  chat,
  create,
  createWith,
  ended,
  greeting,
  join,
  openForm,
  said,
  say,
  sayWhenBack,
} from '../support/steps'

// The browser's own lines about a studio that is away for a moment.
test.use({ noise: /WebSocket connection to .* failed/ })

const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText())

test('the console shows what programs get, is searched, opened and copied', async ({ page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const id = await createWith(page)
  await page.getByRole('tab', { name: 'Events' }).click()
  const events = page.getByRole('region', { name: 'Events' })
  const room = await join(page, greeting)
  const entries = events.getByRole('listitem')
  await expect(entries.filter({ hasText: 'conversation.started_speaking' })).toHaveCount(1)
  await askWho(room)
  await expect(entries.filter({ hasText: 'I am Nathan' })).toHaveCount(1)
  await expect(entries.filter({ hasText: 'utterance.streaming' })).toHaveCount(0)
  await events.getByLabel('Words as they are spoken').check()
  await expect(entries.filter({ hasText: 'utterance.streaming' })).not.toHaveCount(0)

  await events.getByLabel('Filter events').fill('who are')
  await expect(entries).toHaveCount(1)
  await entries.locator('summary').click()
  await expect(entries.getByText(`"conversation_id": "${id}"`)).toBeVisible()
  await events.getByRole('button', { name: 'Copy the events shown' }).click()
  await expect.poll(() => copied(page)).toContain('Who are you?')
  expect(JSON.parse(await copied(page))).toMatchObject({
    event: { event_type: 'conversation.utterance', properties: { role: 'user', speech: 'Who are you?' } },
  })
  await events.getByLabel('Filter events').fill('nothing of this kind')
  await expect(events.getByText('No event matches')).toBeVisible()
})

test('the page makes the replica speak, and silences it', async ({ page }) => {
  await createWith(page)
  const room = await join(page)
  await page.getByRole('tab', { name: 'Events' }).click()
  const stopped = page
    .getByRole('region', { name: 'Events' })
    .getByRole('listitem')
    .filter({ hasText: 'conversation.replica.stopped_speaking' })
  await expect(stopped).toHaveCount(1, { timeout: 15_000 })
  await page.getByLabel('What the replica does with the text').selectOption('Say these words')
  await page
    .getByLabel('Text for the replica')
    .fill('One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen.')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(room.getByRole('button', { name: /^Stop/ })).toBeVisible()
  await page.getByRole('button', { name: 'Interrupt' }).click()
  await expect(stopped).toHaveCount(2)
  await expect(room.getByRole('button', { name: /^Stop/ })).toHaveCount(0)
  await stopped.last().locator('summary').click()
  await expect(stopped.last().getByText('"interrupted": true')).toBeVisible()
})

test('a transcript is exported as text, JSON and captions that a browser reads', async ({ page }) => {
  await openForm(page)
  await page.getByLabel('Greeting').fill('Welcome <all> & everybody.')
  const id = await create(page)
  const room = await join(page, 'Welcome <all> & everybody.')
  await askWho(room)
  await room.getByRole('button', { name: 'Leave and end' }).click()
  await ended(page)
  const exported = async (name: string) => {
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name }).click()
    const file = await saving
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') }
  }
  const text = await exported('Text')
  expect(text.name).toBe(`${id}-transcript.txt`)
  expect(text.text).toMatch(/Nathan: Welcome <all> & everybody\.\n\[\d+:\d\d\] Ana: Who are you\?\n/)
  const json = await exported('JSON')
  expect(JSON.parse(json.text)).toMatchObject([
    { role: 'assistant', content: 'Welcome <all> & everybody.' },
    { role: 'user', content: 'Who are you?' },
    { role: 'assistant', content: expect.stringContaining('I am Nathan') },
  ])
  const vtt = await exported('WebVTT')
  expect(vtt.name).toBe(`${id}-transcript.vtt`)
  const reader = await page.context().newPage()
  const cues = await reader.evaluate(async (file) => {
    const video = document.createElement('video')
    const track = document.createElement('track')
    track.src = `data:text/vtt,${encodeURIComponent(file)}`
    track.default = true
    video.append(track)
    document.body.append(video)
    await new Promise((resolve, reject) => {
      track.onload = resolve
      track.onerror = reject
    })
    return [...(track.track.cues ?? [])].map((cue) => (cue as VTTCue).getCueAsHTML().textContent)
  }, vtt.text)
  expect(cues).toEqual(['Welcome <all> & everybody.', 'Who are you?', expect.stringContaining('I am Nathan')])
})

test('what the replica knows is added to and replaced in the call, and survives its studio', async ({
  app,
  page,
}) => {
  await createWith(page)
  const room = await join(page)
  const tell = async (kind: string, text: string) => {
    await page.getByLabel('What the replica does with the text').selectOption(kind)
    await page.getByLabel('Text for the replica').fill(text)
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByLabel('Text for the replica')).toHaveValue('')
    await expect(page.getByText('The replica knows it from its next answer on.')).toBeVisible()
  }
  await tell('Add to the context', 'The blue lighthouse was built in 1911.')
  await say(room, 'When was the blue lighthouse built?')
  await expect(said(room).getByText(/1911/)).toHaveCount(1)
  await tell('Replace the context', 'The red windmill was painted by Olga Brandt.')

  process.kill(await app.studioPid(), 'SIGKILL')
  await sayWhenBack(room, 'Who painted the red windmill?')
  await expect(chat(room).getByText(/Olga Brandt/)).toHaveCount(1)
  await say(room, 'And when was the blue lighthouse built?')
  await expect(chat(room).getByText(/built/)).toHaveCount(3)
  await expect(chat(room).getByText(/1911/)).toHaveCount(1)
})

test('a link to a moment of the timeline opens there', async ({ app, page }) => {
  await page.setViewportSize({ width: 1280, height: 480 })
  const id = await createWith(page)
  const room = await join(page)
  for (let n = 1; n <= 8; n += 1) {
    await say(room, `Sentence number ${n}`)
    await app.advance(10_000)
  }
  await room.getByRole('button', { name: 'Leave and end' }).click()
  await ended(page)
  const timeline = page.getByRole('region', { name: 'Timeline' })
  const item = (text: string) => timeline.getByRole('listitem').filter({ hasText: text })
  await expect(item('Ana joined')).toBeVisible()
  await expect(timeline.locator('[aria-current]')).toHaveCount(0)
  await item('Sentence number 7').getByRole('link').click()
  const link = page.url()
  expect(link).toMatch(new RegExp(`/conversations/${id}#t=\\d+(\\.\\d+)?$`))
  // Opened elsewhere, by whoever got the link.
  const other = await page.context().newPage()
  await other.setViewportSize({ width: 1280, height: 480 })
  await other.goto(link)
  const opened = other.getByRole('region', { name: 'Timeline' }).locator('[aria-current]')
  await expect(opened).toContainText('Sentence number 7')
  await expect(opened).toBeInViewport()
  await page.getByLabel('What is shown').selectOption('Events')
  await expect(item('Sentence number 6')).toHaveCount(0)
  await expect(item('Ana left')).toBeVisible()
  await page.getByLabel('What is shown').selectOption('Everything')
  await page.getByLabel('Search the timeline').fill('number 3')
  await expect(item('Sentence number 3').first()).toBeVisible()
  await expect(item('Sentence number 2')).toHaveCount(0)
})
