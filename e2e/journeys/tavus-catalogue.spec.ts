import { findings } from '../support/accessibility'
import { expect, test } from '../support/fixtures'
import { answers, formReady } from '../support/steps'
import { startTavus } from '../support/tavus'
import type { Tavus } from '../support/tavus-account'
import { choose, connect } from '../support/tavus-steps'

let tavus: Tavus
test.beforeEach(async () => {
  tavus = await startTavus()
})
test.afterEach(() => tavus.close())

const nothing = () => undefined
const refuse = (wanted: string, status: number, error: string) => {
  tavus.fault = ({ method }) => (method === wanted ? { status, body: JSON.stringify({ error }) } : undefined)
}

test("the account's own personas are looked at, renamed and deleted, and a refusal keeps what was typed", async ({
  page,
}) => {
  await connect(page, tavus)
  await page.goto('/personas')
  const gallery = page.getByRole('region', { name: /Tavus account/ })
  await expect(gallery.getByRole('heading', { name: 'Stock host' })).toBeVisible()
  await expect(gallery.getByRole('button', { name: 'Actions for Stock host' })).toHaveCount(0)
  const dialog = page.getByRole('dialog')

  refuse('GET', 400, 'Not today')
  await choose(page, 'Coach', 'Details')
  await expect(dialog.getByText('Tavus says: Not today')).toBeVisible()
  tavus.fault = ({ method, path }) => {
    if (method !== 'GET' || path !== '/v2/personas/p0a1b2c3d4e5') return undefined
    const persona = {
      ...{ persona_id: 'p0a1b2c3d4e5', persona_name: 'Coach', default_replica_id: 'r0a1b2c3d4e5' },
      system_prompt: 'You coach runners.',
      layers: { llm: { model: 'a-model', api_key: 'not-to-be-seen' } },
    }
    return { status: 200, body: JSON.stringify({ data: [persona] }) }
  }
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(dialog.getByText('You coach runners.')).toBeVisible()
  await expect(dialog.getByText('Mara')).toBeVisible()
  await expect(dialog.getByText('"a-model"')).toBeVisible()
  await expect(dialog).not.toContainText('not-to-be-seen')
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(gallery.getByRole('button', { name: 'Actions for Coach' })).toBeFocused()

  await choose(page, 'Coach', 'Rename')
  const name = dialog.getByLabel('Name')
  await expect(name).toHaveValue('Coach')
  await name.fill(' ')
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await expect(dialog.getByText('Enter a name.')).toBeVisible()
  for (const [status, words] of [
    [400, 'Not this name'],
    [500, 'Down for a walk'],
  ] as const) {
    refuse('PATCH', status, words)
    await name.fill('Trainer')
    await dialog.getByRole('button', { name: 'Rename' }).click()
    await expect(dialog.getByText(`Tavus says: ${words}`)).toBeVisible()
    await expect(name).toHaveValue('Trainer')
  }
  expect(await findings(page)).toEqual([])
  tavus.fault = nothing
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(gallery.getByRole('heading', { name: 'Trainer' })).toBeVisible()
  await expect(gallery.getByRole('button', { name: 'Actions for Trainer' })).toBeFocused()
  expect(tavus.personas.map(({ name }) => name)).toEqual(['Trainer', 'Stock host'])

  await choose(page, 'Trainer', 'Delete')
  await expect(dialog).toContainText('deleted at Tavus, for good')
  refuse('DELETE', 400, 'It is needed')
  await dialog.getByRole('button', { name: 'Delete persona' }).click()
  await expect(dialog.getByText('Tavus says: It is needed')).toBeVisible()
  tavus.fault = nothing
  await dialog.getByRole('button', { name: 'Delete persona' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(gallery.getByRole('heading', { name: 'Trainer' })).toHaveCount(0)
  expect(tavus.personas.map(({ name }) => name)).toEqual(['Stock host'])
})

test("the account's own replicas are renamed and deleted", async ({ page }) => {
  await connect(page, tavus)
  await page.goto('/replicas')
  const gallery = page.getByRole('region', { name: /Tavus account/ })
  const dialog = page.getByRole('dialog')
  await choose(page, 'Mara', 'Rename')
  await dialog.getByLabel('Name').fill('Noa')
  await dialog.getByLabel('Name').press('Enter')
  await expect(gallery.getByRole('heading', { name: 'Noa' })).toBeVisible()
  await choose(page, 'Noa', 'Delete')
  await dialog.getByRole('button', { name: 'Delete replica' }).click()
  await expect(gallery.getByRole('heading', { name: 'Noa' })).toHaveCount(0)
  await expect(gallery.getByRole('heading', { name: 'Nathan' })).toBeVisible()
  expect(tavus.replicas.map(({ name }) => name)).toEqual(['Nathan'])
})

test('a persona of ours is copied to the account, and the form begins with it', async ({ page }) => {
  tavus.replicas.push({ id: 'r00000000001', name: 'Olivia', kind: 'user', status: 'started' })
  await page.goto('/personas/new')
  await page.getByLabel('Name', { exact: true }).fill('Gardener')
  await page.getByLabel('Prompt', { exact: true }).fill('You keep the roses.')
  await page.getByLabel('Knowledge').fill('The garden opens at six.')
  await page.getByRole('button', { name: 'Create persona' }).click()
  await page.waitForURL(/\/personas\/p[0-9a-f]{11}$/)
  const ours = page.url()
  await expect(page.getByRole('heading', { name: 'Gardener' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Copy to Tavus' })).toHaveCount(0)

  await connect(page, tavus)
  await page.goto(ours)
  await answers(page)
  await page.getByRole('button', { name: 'Copy to Tavus' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('documents and memories are not copied')
  const replica = dialog.getByLabel('Replica')
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click()
  await expect(dialog.getByText('Choose who plays it.')).toBeVisible()
  // One that is in training cannot play it.
  await expect(replica.getByRole('option')).toHaveText(['Choose a replica', 'Mara', 'Nathan'])
  await replica.selectOption('Mara')
  expect(await findings(page)).toEqual([])
  refuse('POST', 400, 'Too many personas')
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click()
  await expect(dialog.getByText('Tavus says: Too many personas')).toBeVisible()
  await expect(replica).toHaveValue('r0a1b2c3d4e5')
  tavus.fault = nothing
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click()

  const use = dialog.getByRole('link', { name: 'Use in a conversation' })
  await expect(use).toBeVisible()
  expect(await findings(page)).toEqual([])
  const made = tavus.personas.at(-1)
  expect(made).toMatchObject({ name: 'Gardener', replicaId: 'r0a1b2c3d4e5' })
  expect(tavus.asked.findLast(({ method }) => method === 'POST')?.body).toEqual({
    persona_name: 'Gardener',
    system_prompt: 'You keep the roses.\n\nThe garden opens at six.',
    pipeline_mode: 'full',
    default_replica_id: 'r0a1b2c3d4e5',
  })
  await expect(use).toHaveAttribute('href', `/conversations/new?provider=tavus&persona=${made?.id}`)
  await use.click()
  await page.waitForURL(/\/conversations\/new/)
  await formReady(page)
  await expect(page.getByRole('radio', { name: /Tavus/ })).toBeChecked()
  await expect(page.getByRole('combobox', { name: 'Persona' })).toHaveValue('Gardener')
})
