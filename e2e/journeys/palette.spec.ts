import { expect, test } from '../support/fixtures'
import { createWith, ended, join, keysAnswer, say } from '../support/steps'

test('everything is found and done by typing', async ({ page }) => {
  const id = await createWith(page)
  const room = await join(page)
  await say(room, 'The password of the lighthouse is herring')
  await page.goto('/usage')
  await keysAnswer(page)
  const palette = page.getByRole('dialog', { name: 'Find or do' })
  const box = palette.getByRole('combobox')

  const find = async (typed: string, name: string) => {
    await box.fill(typed)
    await expect(palette.getByRole('option', { selected: true })).toContainText(name)
    await page.keyboard.press('Enter')
  }

  // A conversation by what was said in it.
  await page.keyboard.press('Control+k')
  await find('lighthouse is herr', 'Conversation with Nathan')
  await page.waitForURL(`/conversations/${id}`)
  await keysAnswer(page)

  // A page, a persona, a theme.
  await page.getByRole('button', { name: 'Find or do' }).click()
  await find('usage', 'Usage')
  await page.waitForURL('/usage')
  await page.keyboard.press('Control+k')
  await find('interviewer', 'Interviewer')
  await page.waitForURL(/\/personas\/p[0-9a-f]{11}$/)
  await page.keyboard.press('Control+k')
  await find('dark', 'Dark theme')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.getByRole('button', { name: 'Theme: dark' })).toBeVisible()

  // What cannot be taken back is asked for.
  await page.keyboard.press('Control+k')
  await find('end all', 'End all live conversations')
  await page.getByRole('button', { name: 'End all', exact: true }).click()
  await expect(page.getByText('0 of 5 live')).toBeVisible()
  await page.goto(`/conversations/${id}`)
  await ended(page)
  await keysAnswer(page)

  await page.keyboard.press('Control+k')
  await box.fill('no such thing')
  await expect(palette.getByText(/Nothing is called so/)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(palette).toHaveCount(0)
})

test('keys lead to pages, not while somebody writes, and can be switched off', async ({ page }) => {
  await page.goto('/conversations')
  await keysAnswer(page)
  await page.keyboard.press('g')
  await page.keyboard.press('u')
  await page.waitForURL('/usage')
  await page.keyboard.press('n')
  await page.waitForURL('/conversations/new')
  await page.getByLabel('Conversation name').fill('')
  await page.getByLabel('Conversation name').pressSequentially('gung?')
  await expect(page.getByLabel('Conversation name')).toHaveValue('gung?')
  await expect(page).toHaveURL('/conversations/new')
  await page.goto('/usage')
  await keysAnswer(page)
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await sheet.getByRole('switch', { name: 'Single keys' }).click()
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await page.keyboard.press('n')
  await page.keyboard.press('?')
  await expect(sheet).toHaveCount(0)
  await expect(page).toHaveURL('/usage')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog', { name: 'Find or do' })).toBeVisible()
})
