import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'
import { keyboardOf } from '../support/keyboard'
import { answers, ended } from '../support/steps'
import { startTavus } from '../support/tavus'

const sizes = [
  [1440, 900],
  [390, 844],
] as const

test('an account is connected and used by the keyboard alone, on pages that anybody can use', async ({
  page,
}) => {
  test.setTimeout(150_000)
  const tavus = await startTavus()
  tavus.replicas.push({ id: 'r00000000001', name: 'Olivia', kind: 'user', status: 'started' })
  const { press, write, to, keys } = keyboardOf(page)

  await page.goto('/settings')
  await answers(page)
  const panel = page.getByRole('region', { name: 'Tavus' })
  await write(panel.getByLabel('API key'), 'not the key')
  await to(panel.getByText('Another address'))
  await keys('Enter')
  await write(panel.getByLabel('Address of the API'), tavus.url)
  await press(panel.getByRole('button', { name: 'Connect' }))
  await expect(panel.getByText('has letters, digits and signs only')).toBeVisible()
  await expect(panel.getByLabel('API key')).toBeFocused()
  await expectAccessible(page, 'settings, refused', sizes)
  await write(panel.getByLabel('API key'), tavus.key)
  await keys('Enter')
  await expect(panel.getByText(`…${tavus.key.slice(-4)}`)).toBeVisible()
  await expectAccessible(page, 'settings, connected', sizes)

  for (const gallery of ['/personas', '/replicas']) {
    await page.goto(gallery)
    await expect(page.getByRole('region', { name: /Tavus/ }).getByRole('listitem').first()).toBeVisible()
    await expectAccessible(page, gallery, sizes)
  }

  await page.goto('/conversations/new')
  await expect(page.getByRole('button', { name: 'Create conversation' })).toBeEnabled()
  await to(page.getByRole('radio', { name: /^Studio/ }))
  await keys('ArrowRight')
  await expect(page.getByRole('combobox', { name: 'Persona' })).toHaveValue('Coach')
  await expectAccessible(page, 'form', sizes)
  tavus.slots = 0
  await press(page.getByRole('button', { name: 'Create conversation' }))
  await expect(page.getByText('User has reached maximum concurrent conversations')).toBeVisible()
  await expectAccessible(page, 'form, refused', sizes)
  tavus.slots = 1
  await page.setViewportSize({ width: 1440, height: 900 })
  await press(page.getByRole('button', { name: 'Create conversation' }))
  await page.waitForURL(/\/conversations\/c[0-9a-f]{15}$/)
  await answers(page)
  await expect(page.getByText(/This call runs on Tavus/)).toBeVisible()
  await expectAccessible(page, 'call', sizes)

  const { id } = tavus.theOne()
  await press(page.getByRole('button', { name: 'End', exact: true }))
  await press(page.getByRole('button', { name: 'End conversation' }))
  await ended(page)
  await tavus.transcribed(id, [{ role: 'assistant', content: 'Hello there.', seconds_from_start: 1 }])
  await tavus.perceived(id, 'A person at a desk.')
  await expect(page.getByText('A person at a desk.')).toBeVisible()
  await expect(page.getByText('Hello there.')).toBeVisible()
  await expectAccessible(page, 'ended', sizes)

  await page.goto('/conversations')
  await page.getByLabel('Provider').selectOption('Tavus')
  await expect(page.getByRole('row').filter({ hasText: 'Tavus' })).toHaveCount(2)
  await expectAccessible(page, 'history', sizes)
  await tavus.close()
})
