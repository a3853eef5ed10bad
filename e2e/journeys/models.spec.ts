import { expect, type Page, test } from '@playwright/test'
import { type ModelServer, startModelServer } from '@/lib/studio/replica/models/fixture'
import { findings, sideways } from '../support/accessibility'
import { type App, startApp } from '../support/app'
import { watchConsole } from '../support/fixtures'
import { keyboardOf } from '../support/keyboard'
import { formReady, signUp } from '../support/steps'

let models: ModelServer
let app: App
let page: Page
let said: string[]

test.beforeAll(async () => {
  models = await startModelServer()
  const { origin } = new URL(models.baseUrl)
  app = await startApp({ TEST_LOCAL_SERVERS: JSON.stringify([{ name: 'Ollama', origin, list: 'ollama' }]) })
})
test.afterAll(async () => {
  await app?.close()
  await models?.close()
})
test.beforeEach(async ({ browser }) => {
  page = await browser.newPage({ baseURL: app.url })
  said = watchConsole(page)
  await page.goto('/signup')
  await signUp(page, {
    name: 'Ana',
    email: `models-${Date.now()}@example.com`,
    password: 'correct horse battery',
  })
  await formReady(page)
})
test.afterEach(async () => {
  await page.context().close()
  models.reset()
  expect(said).toEqual([])
})

const block = (title: string) => page.getByRole('form', { name: title })

test('a model on the same machine is found, connected and tried, by the keyboard alone', async () => {
  await expect(page.getByTestId('models')).toContainText('no language model is connected')
  await page.goto('/settings')
  const { press, write, to, keys } = keyboardOf(page)
  const thinking = block('Language model')
  await press(thinking.getByRole('button', { name: 'Find models on this machine' }))
  await press(thinking.getByRole('button', { name: 'Use stub-model:latest of Ollama' }))
  await expect(thinking.getByLabel('Address')).toHaveValue(models.baseUrl)
  await expect(thinking.getByLabel('Model', { exact: true })).toHaveValue('stub-model:latest')
  await write(thinking.getByLabel('API key'), 'a-key')
  await press(thinking.getByRole('button', { name: 'Save' }))
  await expect(thinking.getByText('It answers.')).toBeVisible()
  await expect(thinking.getByText(/First words after \d+ ms, all of it after \d+ ms/)).toBeVisible()
  await expect(thinking.getByText(/It said: “You said: Say hello/)).toBeVisible()
  expect(models.chats).toHaveLength(1)

  // What is wrong is said in our words, never in those of the server.
  models.manner.chat.status = 401
  await press(thinking.getByRole('button', { name: 'Test', exact: true }))
  await expect(thinking.getByRole('alert')).toContainText('It does not accept the API key (401).')
  await expect(page.getByText('secret of the server')).toHaveCount(0)
  models.manner.chat.status = 200

  await page.reload()
  await expect(thinking.getByLabel('Model', { exact: true })).toHaveValue('stub-model:latest')
  await to(thinking.getByRole('combobox', { name: 'Runs on' }))
  await keys('Home')
  await expect(thinking.getByText(/Without a model it answers/)).toBeVisible()
  await press(thinking.getByRole('button', { name: 'Save' }))
  await expect(thinking.getByText('Saved.')).toBeVisible()
  // Its key is deleted with it: the same server, chosen again, has none to show, and can be saved without.
  await to(thinking.getByRole('combobox', { name: 'Runs on' }))
  await keys('End')
  await expect(thinking.getByLabel('Address')).toHaveValue(models.baseUrl)
  await expect(thinking.getByLabel('API key')).toHaveValue('')
  await press(thinking.getByRole('button', { name: 'Save' }))
  await expect(thinking.getByText('It answers.')).toBeVisible()
  await to(thinking.getByRole('combobox', { name: 'Runs on' }))
  await keys('Home')
  // An answer to what is not there any more is not shown.
  await expect(thinking.getByText('It answers.')).toHaveCount(0)
  await press(thinking.getByRole('button', { name: 'Save' }))
  await expect(thinking.getByText('Saved.')).toBeVisible()
  await page.reload()
  await expect(thinking.getByRole('combobox', { name: 'Runs on' })).toHaveValue('built-in')
})

test('a voice and recognition are connected; a language the voice lacks is told of by name', async () => {
  await page.goto('/settings#models')
  const voice = block('Voice')
  await voice.getByLabel('Runs on').selectOption('Another server')
  await voice.getByRole('button', { name: 'Save' }).click()
  await expect(voice.getByText('Must be an address', { exact: false })).toBeVisible()
  await voice.getByLabel('Address').fill(models.baseUrl)
  await voice.getByLabel('Model', { exact: true }).fill('a-voice-model')
  await voice.getByLabel('Voice', { exact: true }).fill('Nova')
  await voice.getByLabel('API key').fill('a-key')
  await voice.getByText('all languages, as far as is known').click()
  await voice.getByLabel('English').check()
  await voice.getByLabel('Spanish').check()
  await voice.getByRole('button', { name: 'Save' }).click()
  await expect(voice.getByText('It speaks.')).toBeVisible()
  await voice.getByRole('button', { name: 'Hear it' }).click()
  await expect(voice.getByRole('button', { name: 'Stop' })).toBeVisible()
  expect(models.speeches[0]?.headers.authorization).toBe('Bearer a-key')
  // Kept: the page has the mask alone, and it is the key.
  await expect(voice.getByLabel('API key')).toHaveValue('********')
  await voice.getByRole('button', { name: 'Test', exact: true }).click()
  await expect.poll(() => models.speeches.length).toBe(2)
  expect(models.speeches[1]?.headers.authorization).toBe('Bearer a-key')

  const ears = block('Speech recognition')
  await ears.getByLabel('Runs on').selectOption('Another server')
  await ears.getByLabel('Address').fill(models.baseUrl)
  await ears.getByLabel('Model', { exact: true }).fill('ears')
  await ears.getByRole('button', { name: 'Save' }).click()
  await expect(ears.getByText('It heard: “what was said”')).toBeVisible()
  expect(await findings(page)).toEqual([])
  expect(await page.evaluate(sideways)).toBe(0)

  await page.goto('/conversations/new')
  await formReady(page)
  const outcome = page.getByTestId('models')
  await expect(outcome).toContainText('Speaks with the voice Nova.')
  await expect(outcome).toContainText('Hears with ears.')
  await page.getByLabel('Language').selectOption('thai')
  const warning = 'Nova speaks English and Spanish; Thai will be spoken by the built-in voice.'
  await expect(outcome).toContainText(warning)
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Create conversation' }).click()
  await page.waitForURL(/\/conversations\/c[0-9a-f]{15}$/)
  const line = page.getByTestId('models-line')
  await expect(line).toContainText('No language model is connected')
  await expect(line).toContainText('Nova does not speak Thai: the built-in voice does.')
  await expect(line.getByRole('link', { name: 'Connect one' })).toHaveAttribute('href', '/settings#models')
  // Beside the call, which it would leave.
  await expect(line.getByRole('link', { name: 'Connect one' })).toHaveAttribute('target', '_blank')
  expect(await findings(page)).toEqual([])
})

test('a persona has models of its own, keeps what was typed, and hands its key to its copy', async () => {
  await page.goto('/personas/new')
  await page.getByLabel('Name', { exact: true }).fill('Thinker')
  await page.getByLabel('Prompt', { exact: true }).fill('You think.')
  await page.getByText('where this persona thinks', { exact: false }).click()
  const own = page.getByRole('group', { name: 'Language model' })
  await own.getByLabel('Address', { exact: true }).fill(models.baseUrl)
  await own.getByLabel('Model', { exact: true }).fill('own-model')
  await own.getByLabel('API key').fill('own-key')
  await own.getByLabel('Tools').fill('[{ "type": "function"')
  await page.getByRole('button', { name: 'Create persona' }).click()
  await expect(own.getByText('This is not a JSON list of tools.')).toBeVisible()
  await own.getByLabel('Tools').fill('[{ "type": "function", "function": { "name": "look up" } }]')
  await page.getByRole('button', { name: 'Create persona' }).click()
  await expect(own.getByText(/The name of a function has 1 to 64 letters/)).toBeVisible()
  await expect(own.getByLabel('API key')).toHaveValue('own-key')
  expect(await findings(page)).toEqual([])
  await own.getByLabel('Tools').fill('[{ "type": "function", "function": { "name": "look_up" } }]')
  await page.getByLabel('Patience').selectOption('High')
  await page.getByRole('button', { name: 'Create persona' }).click()
  await page.waitForURL(/\/personas\/p[0-9a-f]{11}$/)
  await expect(page.getByText(`own-model at ${new URL(models.baseUrl).host}`)).toBeVisible()
  await expect(page.getByText('look_up')).toBeVisible()
  await expect(page.getByText('own-key')).toHaveCount(0)
  expect(await findings(page)).toEqual([])

  await page.getByRole('link', { name: 'Duplicate' }).click()
  await expect(own.getByLabel('API key')).toHaveValue('********')
  await page.getByRole('button', { name: 'Create persona' }).click()
  await expect(page.getByRole('heading', { name: 'Thinker (copy)' })).toBeVisible()
  await page.getByRole('link', { name: 'Talk to it now' }).click()
  await formReady(page)
  await expect(page.getByTestId('models')).toContainText('Answers with own-model.')
  await page.getByRole('button', { name: 'Create conversation' }).click()
  await page.waitForURL(/\/conversations\/c[0-9a-f]{15}$/)
  await expect(page.getByTestId('models-line')).toHaveCount(0)
})
