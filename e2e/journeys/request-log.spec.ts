import { execFileSync } from 'node:child_process'
import { expect, test } from '../support/fixtures'

test('what a program asked is found, looked at, and asked again as it was copied', async ({
  person,
  app,
}) => {
  const { page } = person
  await page.goto('/developers/requests')
  await expect(page.getByRole('heading', { name: 'No calls yet' })).toBeVisible()
  const key = await app.admin('key:create', '--email', person.email)
  const call = (method: string, path: string, body?: object) =>
    fetch(`${app.url}${path}`, {
      method,
      headers: { 'x-api-key': key, 'content-type': 'application/json', 'user-agent': 'booking/1.4' },
      ...(body && { body: JSON.stringify(body) }),
    })
  const persona = {
    persona_name: 'Receptionist',
    system_prompt: "You answer at the Dentist's.",
    layers: { llm: { model: 'm', base_url: 'https://llm.example.org', api_key: 'plum-secret' } },
  }
  expect((await call('POST', '/v2/personas', persona)).status).toBe(200)
  expect((await call('GET', '/v2/conversations?limit=2')).status).toBe(200)
  expect((await call('POST', '/v2/conversations', { persona_id: 'pffffffffff' })).status).toBe(400)

  const calls = page.getByRole('list', { name: 'Calls, newest first' }).getByRole('listitem')
  await expect(async () => {
    await page.reload()
    await expect(calls).toHaveCount(3, { timeout: 1000 })
  }).toPass()
  await expect(calls.first()).toContainText('/v2/conversations')
  await expect(calls.first()).toContainText('400')

  await page.getByLabel('Outcome').selectOption('Refused (4xx)')
  await expect(calls).toHaveCount(1)
  await expect(page).toHaveURL(/outcome=refused/)
  await calls.first().getByRole('link').click()
  await expect(page.getByRole('region', { name: 'Answered' })).toContainText('Invalid persona_uuid')
  await page.goBack()
  await expect(calls).toHaveCount(1)
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect(calls).toHaveCount(3)

  await page.getByRole('searchbox', { name: 'Part of the path' }).fill('PERSONAS')
  await expect(calls).toHaveCount(1)
  await calls.first().getByRole('link').click()
  await expect(page.getByRole('region', { name: 'Sent' })).toContainText("You answer at the Dentist's.")
  await expect(page.getByRole('region', { name: 'Sent' })).toContainText('Asterisks stand for secrets')
  await expect(page.getByText('booking/1.4')).toBeVisible()
  expect(await page.content()).not.toContain('plum-secret')

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy as cURL' }).click()
  const command = await page.evaluate(() => navigator.clipboard.readText())
  expect(command).toContain(`curl '${app.url}/v2/personas'`)
  expect(command).not.toContain(key)
  // As the page says: the secret is put back in.
  const answer = execFileSync('bash', ['-c', command.replace('********', 'another-secret')], {
    env: { ...process.env, COLLOQUY_API_KEY: key },
    encoding: 'utf8',
  })
  expect(JSON.parse(answer)).toMatchObject({
    persona_name: 'Receptionist',
    system_prompt: persona.system_prompt,
  })
})

test('a call of another workspace is not seen', async ({ person, newPerson, app }) => {
  const key = await app.admin('key:create', '--email', person.email)
  const headers = { 'x-api-key': key }
  await fetch(`${app.url}/v2/limits`, { headers })
  const log = (await (await fetch(`${app.url}/v2/requests`, { headers })).json()) as {
    data: { id: string }[]
  }
  const id = log.data[0]?.id ?? ''
  await person.page.goto(`/developers/requests/${id}`)
  await expect(person.page.getByRole('heading', { level: 1 })).toHaveText('GET /v2/limits')
  const { page } = await newPerson()
  await page.goto(`/developers/requests/${id}`)
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('GET /v2/limits')
})
