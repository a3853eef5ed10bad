import type { Page } from '@playwright/test'
import { pdfOf } from '@/lib/platform/reading/fixture'
import { type ModelServer, pcmRate, startModelServer } from '@/lib/studio/replica/models/fixture'
import type { App } from '../support/app'
import { launchBrowser, mediaArgs } from '../support/browser'
import { expect, type Person, test } from '../support/fixtures'
import { measureMedia, type Received, received } from '../support/media'
import { speechFile } from '../support/speech'
import { chat, create, ended, join, joinByLink, openForm, read, said, say } from '../support/steps'

let models: ModelServer
test.beforeAll(async () => {
  models = await startModelServer()
})
test.beforeEach(() => models.reset())
test.afterAll(() => models.close())

const mouth = { left: 0.51, top: 0.59, right: 0.67, bottom: 0.76 }
const rules =
  'This is a video call, in which you are seen as Nathan. What you write is spoken aloud: answer in one to three short sentences, without lists, markup or emoji.'
const cutRule = 'Where a line of yours ends in —, you were interrupted, and the rest of it was not heard.'
const documentsRule = 'When you say something that a document says, name the document.'
/** The rules of every call, those that depend on it, and the parts. */
const systemMessage = (more: string, ...parts: string[]) => ({
  role: 'system',
  content: [`${rules} ${more}`, ...parts].join('\n\n'),
})

/** What a workspace's key may do over the API. */
async function apiOf(app: App, page: Page, { email }: Pick<Person, 'email'>) {
  const key = (await app.admin('key:create', '--email', email)).trim()
  return async (method: 'POST' | 'PATCH', path: string, data: object) => {
    const answer = await page.request.fetch(`/v2/${path}`, { method, data, headers: { 'x-api-key': key } })
    expect(answer.status(), await answer.text()).toBe(200)
    return (await answer.json()) as Record<string, string>
  }
}

const connect = (api: Awaited<ReturnType<typeof apiOf>>) =>
  api('PATCH', 'models', {
    llm: { base_url: models.baseUrl, model: 'stub-model' },
    tts: { base_url: models.baseUrl, model: 'stub-voice', voice: 'nova' },
    stt: { base_url: models.baseUrl, model: 'stub-ears' },
  })

/** A browser whose microphone says `text` again and again, with pauses. */
async function speaker(text: string, pause: number, language = 'english') {
  const file = await speechFile(text, pause, language)
  const browser = await launchBrowser([...mediaArgs, `--use-file-for-fake-audio-capture=${file}`])
  const context = await browser.newContext()
  await measureMedia(context, mouth)
  return { browser, page: await context.newPage() }
}

async function replicaIn(page: Page): Promise<Received> {
  const [found] = await received(page)
  if (!found) throw new Error('The replica is not seen.')
  return found
}

test('speech is transcribed, answered by a model that knows what it should, heard, read and interrupted', async ({
  app,
  page,
  person,
}) => {
  const api = await apiOf(app, page, person)
  await connect(api)
  const { persona_id } = await api('POST', 'personas', {
    persona_name: 'Guide',
    system_prompt: 'You are the guide of a museum.',
    context: 'The museum opens at nine.',
    default_replica_id: 'rfe12d8b9597',
    layers: { conversational_flow: { replica_interruptibility: 'high', turn_taking_patience: 'low' } },
  })
  const { conversation_id: id = '' } = await api('POST', 'conversations', {
    persona_id,
    conversational_context: 'You talk to Ben, who has a dog.',
    custom_greeting: 'Welcome.',
    memory_stores: [],
    properties: { participant_left_timeout: 600, enable_closed_captions: true },
  })
  const spoken = 'When does the museum open, and may I bring my dog?'
  models.words = () => spoken
  const answer =
    'It opens at nine. Dogs wait outside, where there is water and some shade for them, all day long.'
  models.reply = () => answer.split(/(?<= )/).map((text) => ({ text }))

  const { browser, page: guest } = await speaker(spoken, 2)
  await joinByLink(guest, `${app.url}/rooms/${id}`, 'Ben')
  // It is heard, and understood.
  await expect(said(guest).getByText(spoken).first()).toBeVisible({ timeout: 20_000 })
  // The answer is read as it is heard.
  await expect(
    chat(guest)
      .getByText(/^It opens/)
      .first(),
  ).toBeVisible({ timeout: 20_000 })
  await expect
    .poll(async () => Math.max(...(await replicaIn(guest)).audio.levels.map(({ value }) => value)))
    .toBeGreaterThan(0.03)
  // The microphone goes on and on, so that the answer is interrupted: nothing more of it is heard then.
  await expect
    .poll(
      async () =>
        ((await read(page, id)).transcript as { interrupted?: boolean }[]).some((line) => line.interrupted),
      {
        timeout: 30_000,
      },
    )
    .toBe(true)
  // The next answer is thought of by a model that knows how far the last one was heard.
  const knowsOfTheCut = () =>
    models.chats.some(({ body }) =>
      body.messages.some(({ role, content }) => role === 'assistant' && content?.endsWith('—')),
    )
  await expect.poll(knowsOfTheCut, { timeout: 30_000 }).toBe(true)
  await browser.close()
  await page.goto(`/conversations/${id}`)
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: /^End/ }).click()
  await ended(page)

  type Line = { role: string; content: string; interrupted?: boolean; duration?: number | null }
  const transcript = (await read(page, id)).transcript as Line[]
  const [greeted, asked, answered] = transcript
  expect(greeted).toMatchObject({ role: 'assistant', content: 'Welcome.' })
  expect(asked).toMatchObject({ role: 'user', content: spoken })
  expect(asked?.duration).toBeGreaterThan(1.5)
  // What was said of an answer, and not what was to be said.
  const cut = transcript.find((line) => line.interrupted)
  expect(answer.startsWith(cut?.content ?? 'nothing')).toBe(true)
  expect(cut?.content.length).toBeLessThan(answer.length)
  expect(answer.startsWith(answered?.content ?? 'nothing')).toBe(true)

  // The request, whole.
  expect(models.chats[0]?.body).toEqual({
    model: 'stub-model',
    stream: true,
    messages: [
      systemMessage(
        `Speak English, whatever language others speak. ${cutRule}`,
        'You are the guide of a museum.',
        'What you know:\nThe museum opens at nine.',
        'About this conversation:\nYou talk to Ben, who has a dog.',
      ),
      { role: 'user', content: '(The call begins.)' },
      { role: 'assistant', content: 'Welcome.' },
      { role: 'user', content: spoken },
    ],
  })
  expect(models.transcriptions[0]?.body.fields).toMatchObject({ model: 'stub-ears', language: 'en' })
  // What is sent to be transcribed is as long as what was said, at 16,000 samples of two bytes.
  const seconds = ((models.transcriptions[0]?.body.file.length ?? 0) - 44) / 32_000
  expect(seconds).toBeGreaterThan(1)
  expect(seconds).toBeLessThan(6)
  expect(models.speeches.map(({ body }) => body.input)).toContain('It opens at nine.')
  expect(models.speeches[0]?.body).toMatchObject({ model: 'stub-voice', voice: 'nova', language: 'en' })
  const turns = (await (await page.request.get(`/v2/conversations/${id}/turns`)).json()).data
  expect(turns[0]).toMatchObject({ kind: 'speech', model: 'stub-model', problem: null })
  const { endpoint, transcription, thinking, voice, sending } = turns[0].stages
  const stages = [endpoint, transcription, thinking, voice, sending]
  expect(stages).not.toContain(null)
  expect(stages).toEqual([...stages].sort((a, b) => a - b))
})

test('the language of a conversation goes to ears and voice: Spanish, and French in a multilingual one', async ({
  app,
  page,
  person,
}) => {
  const api = await apiOf(app, page, person)
  await connect(api)
  // As long as a sentence, so that it can be told from the next.
  models.sound = (input) =>
    new Int16Array((pcmRate * input.length) / 20).map((_, i) => 8000 * Math.sin(i / 20))
  const talk = async (language: string, spoken: string, reply: string) => {
    models.chats = []
    models.speeches = []
    models.transcriptions = []
    models.words = () => spoken
    models.reply = () => [{ text: reply }]
    const { conversation_id: id = '' } = await api('POST', 'conversations', {
      persona_id: 'pdced222244b',
      custom_greeting: reply,
      properties: { language, participant_left_timeout: 600 },
    })
    const spokenIn = language === 'multilingual' ? 'french' : language
    const { browser, page: guest } = await speaker(spoken, 3, spokenIn)
    await joinByLink(guest, `${app.url}/rooms/${id}`, 'Ben')
    await expect(said(guest).getByText(spoken).first()).toBeVisible({ timeout: 20_000 })
    await expect.poll(() => models.chats.length, { timeout: 20_000 }).toBeGreaterThan(0)
    await expect.poll(() => models.speeches.length, { timeout: 20_000 }).toBeGreaterThan(0)
    await browser.close()
    await api('POST', `conversations/${id}/end`, {})
    return {
      heard: models.transcriptions[0]?.body.fields.language,
      said: new Set(models.speeches.map(({ body }) => body.language)),
      system: String(models.chats[0]?.body.messages[0]?.content),
    }
  }
  const spanish = await talk('spanish', '¿Cuándo abre el museo por la mañana?', 'El museo abre a las nueve.')
  expect(spanish).toMatchObject({ heard: 'es', said: new Set(['es']) })
  expect(spanish.system).toContain('Speak Spanish')
  const french = await talk(
    'multilingual',
    'Bonjour, à quelle heure ouvre le musée, s’il vous plaît ?',
    'Le musée ouvre à neuf heures du matin.',
  )
  expect(french).toMatchObject({ heard: undefined, said: new Set(['fr']) })
  expect(french.system).toContain('Answer in the language of what was said last.')
})

test('an uploaded PDF is cited, without a model and with one', async ({ app, page, person }) => {
  await page.goto('/knowledge/documents')
  await page.locator('input[type=file]').setInputFiles({
    name: 'Handbook.pdf',
    mimeType: 'application/pdf',
    buffer: pdfOf([['Anything may be returned within thirty days of its arrival.']]),
  })
  const documents = page.getByRole('list', { name: 'Documents' })
  await expect(documents.getByRole('listitem').filter({ hasText: 'Handbook.pdf' })).toContainText('Ready', {
    timeout: 30_000,
  })
  const question = 'Within how many days may I return something?'
  const ask = async () => {
    await openForm(page)
    await page.getByRole('combobox', { name: 'Documents' }).fill('handb')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Remove Handbook.pdf' })).toBeVisible()
    const id = await create(page)
    const room = await join(page)
    await say(room, question)
    return { id, room }
  }
  const found = 'According to Handbook.pdf: Anything may be returned within thirty days of its arrival.'
  const plain = await ask()
  await expect(said(plain.room).getByText(found)).toBeVisible({ timeout: 30_000 })
  await plain.room.getByRole('button', { name: 'Leave and end' }).click()
  await ended(page)
  await expect(page.getByRole('link', { name: 'Handbook.pdf' }).first()).toBeVisible()

  await connect(await apiOf(app, page, person))
  models.reply = () => [{ text: 'The handbook says: within thirty days.' }]
  const withModel = await ask()
  await expect(said(withModel.room).getByText('The handbook says: within thirty days.')).toBeVisible({
    timeout: 30_000,
  })
  expect(String(models.chats.at(-1)?.body.messages[0]?.content)).toContain(
    'What documents say:\n[Handbook.pdf, page 1]\nAnything may be returned within thirty days of its arrival.',
  )
  await withModel.room.getByRole('button', { name: 'Leave and end' }).click()
  await ended(page)
  await expect(page.getByRole('link', { name: 'Handbook.pdf' }).first()).toBeVisible()
})

test('what the model is sent, whole: of a persona that knows nothing, and of one that knows all there is', async ({
  app,
  page,
  person,
}) => {
  const api = await apiOf(app, page, person)
  await connect(api)
  await page.goto('/knowledge/documents')
  const text = 'Dogs may come in on Sundays. They are kept on a lead.'
  await page.locator('input[type=file]').setInputFiles({
    ...{ name: 'Rules.txt', mimeType: 'text/plain', buffer: Buffer.from(text) },
  })
  const row = page.getByRole('list', { name: 'Documents' }).getByRole('listitem')
  await expect(row).toContainText('Ready', { timeout: 30_000 })
  const [, document_id] =
    /documents\/(d[0-9a-f]+)/.exec((await row.getByRole('link').getAttribute('href')) ?? '') ?? []
  await api('POST', 'memory-stores/ben/memories', { content: 'Ben has a dog.' })

  /** The request for the answer to a question that somebody types. */
  const sent = async (persona: object, conversation: object) => {
    models.reset()
    const { persona_id } = await api('POST', 'personas', {
      ...{ persona_name: 'Guide', system_prompt: 'You are the guide of a museum.' },
      ...{ default_replica_id: 'rfe12d8b9597', ...persona },
    })
    const { conversation_id: id = '' } = await api('POST', 'conversations', {
      ...{ persona_id, custom_greeting: 'Welcome.', ...conversation },
    })
    await page.goto(`/conversations/${id}`)
    const room = await join(page, 'Welcome.')
    await expect(said(room).getByText('Welcome.')).toBeVisible()
    await say(room, 'May my dog come in?')
    await expect.poll(() => models.chats.length, { timeout: 20_000 }).toBe(1)
    await room.getByRole('button', { name: 'Leave and end' }).click()
    await ended(page)
    return models.chats[0]?.body
  }
  const request = (rule: string, ...parts: string[]) => ({
    model: 'stub-model',
    stream: true,
    messages: [
      systemMessage(`Speak English, whatever language others speak. ${rule}`, ...parts),
      { role: 'user', content: '(The call begins.)' },
      { role: 'assistant', content: 'Welcome.' },
      { role: 'user', content: 'May my dog come in?' },
    ],
  })
  expect(await sent({}, {})).toEqual(request(cutRule, 'You are the guide of a museum.'))
  expect(
    await sent(
      { context: 'The museum opens at nine.', document_ids: [document_id] },
      { conversational_context: 'You talk to Ben.', memory_stores: ['ben'] },
    ),
  ).toEqual(
    request(
      `${cutRule} ${documentsRule}`,
      'You are the guide of a museum.',
      'What you know:\nThe museum opens at nine.',
      `What documents say:\n[Rules.txt]\n${text}`,
      'What you remember of earlier conversations:\n- Ben has a dog.',
      'About this conversation:\nYou talk to Ben.',
    ),
  )
})
