import { expect, test } from '../support/fixtures'
import { keyboardOf } from '../support/keyboard'
import { answers } from '../support/steps'

// What a replica may know, by the keyboard alone: no step here uses a pointer.

test('a file is added, found, asked, renamed, chosen for a conversation and deleted', async ({ page }) => {
  const { press, write, to, keys } = keyboardOf(page)
  await page.goto('/knowledge/documents')
  await answers(page)
  const choosing = page.waitForEvent('filechooser')
  await press(page.getByRole('button', { name: 'Choose files' }))
  await (await choosing).setFiles([
    {
      ...{ name: 'Garden.txt', mimeType: 'text/plain' },
      buffer: Buffer.from('The garden closes at six. Roses bloom in June.'),
    },
  ])
  const documents = page.getByRole('list', { name: 'Documents' })
  await expect(documents.getByRole('listitem')).toContainText('Ready', { timeout: 30_000 })

  await to(page.getByRole('combobox', { name: 'Status' }))
  await keys('End')
  await expect(page).toHaveURL(/status=/)
  await expect(documents).toHaveCount(0)
  // Taken back where nothing else was read before, it keeps the focus until the documents are there.
  await page.reload()
  await answers(page)
  await to(page.getByRole('combobox', { name: 'Status' }))
  await keys('Home')
  await expect(documents).toHaveCount(1)
  await expect(page.getByRole('combobox', { name: 'Status' })).toBeFocused()
  await keys('End')
  await expect(documents).toHaveCount(0)
  await press(page.getByRole('button', { name: 'Clear filters' }))
  await press(documents.getByRole('link', { name: 'Garden.txt' }))
  await page.waitForURL(/\/knowledge\/documents\/d[0-9a-f]{11}$/)
  await answers(page)
  await write(page.getByRole('textbox', { name: 'Question' }), 'When do the roses bloom?')
  await keys('Enter')
  await expect(page.getByRole('list', { name: 'Passages, the best first' })).toContainText(
    'Roses bloom in June',
  )

  await press(page.getByRole('button', { name: 'Name and tags' }))
  const dialog = page.getByRole('dialog')
  await write(dialog.getByLabel('Name'), 'Garden hours')
  await keys('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Garden hours' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Name and tags' })).toBeFocused()
  const address = new URL(page.url()).pathname

  await press(page.getByRole('link', { name: 'New conversation' }))
  await page.waitForURL(/\/conversations\/new$/)
  await expect(page.getByRole('button', { name: 'Create conversation' })).toBeEnabled()
  await write(page.getByRole('combobox', { name: 'Documents' }), 'hours')
  await expect(page.getByRole('option', { name: 'Garden hours' })).toBeVisible()
  await keys('Enter')
  await press(page.getByRole('button', { name: 'Remove Garden hours' }))
  await expect(page.getByRole('button', { name: 'Remove Garden hours' })).toHaveCount(0)
  await expect(page.getByRole('combobox', { name: 'Documents' })).toBeFocused()

  await page.goto(address)
  await answers(page)
  await press(page.getByRole('button', { name: 'Delete' }))
  await press(dialog.getByRole('button', { name: 'Delete' }))
  await page.waitForURL('/knowledge/documents')
  await expect(page.getByRole('heading', { name: 'No documents yet' })).toBeVisible()
})

test('an address is typed, refused and given up, with the focus back where it was', async ({ page }) => {
  const { press, write, to, keys } = keyboardOf(page)
  await page.goto('/knowledge/documents')
  await answers(page)
  const add = page.getByRole('button', { name: 'Add from an address' })
  await press(add)
  const dialog = page.getByRole('dialog')
  await write(dialog.getByLabel('Address'), 'http://10.0.0.1/help')
  await to(dialog.getByRole('switch', { name: 'Follow its links' }))
  await keys('Space')
  await write(dialog.getByLabel('Links deep'), '2')
  // Each refusal stands at its own field, in words that do not name it as the API does.
  await write(dialog.getByLabel('Pages at most'), '1000')
  await press(dialog.getByRole('button', { name: 'Add', exact: true }))
  await expect(dialog.getByLabel('Pages at most')).toHaveAccessibleDescription(
    'Must be a whole number from 1 to 100.',
  )
  await write(dialog.getByLabel('Pages at most'), '10')
  await write(dialog.getByLabel('Tags'), 'x'.repeat(65))
  await press(dialog.getByRole('button', { name: 'Add', exact: true }))
  await expect(dialog.getByLabel('Tags')).toHaveAccessibleDescription(/64 characters/)
  await write(dialog.getByLabel('Tags'), 'help')
  await press(dialog.getByRole('button', { name: 'Add', exact: true }))
  await expect(dialog.getByText('10.0.0.1 is in a private network', { exact: false })).toBeVisible()
  await expect(dialog.getByLabel('Links deep')).toHaveValue('2')
  await keys('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(add).toBeFocused()
})

test('facts are added, found, changed and deleted', async ({ page, app, person }) => {
  const key = await app.admin('key:create', '--email', person.email)
  await fetch(`${app.url}/v2/memory-stores/Ana/memories`, {
    ...{ method: 'POST', body: JSON.stringify({ content: 'Ana likes tea.' }) },
    headers: { 'x-api-key': key },
  })
  const { press, write, to, keys } = keyboardOf(page)
  await page.goto('/knowledge')
  await press(page.getByRole('link', { name: 'Memories' }))
  await page.waitForURL('/knowledge/memories')
  await answers(page)
  const dialog = page.getByRole('dialog')
  const stores = dialog.getByRole('combobox', { name: 'Memory store' })
  await press(page.getByRole('button', { name: 'Add fact' }))
  await write(dialog.getByLabel('Fact'), 'Ana has a dog.')
  await to(stores)
  await keys('ArrowDown')
  await expect(stores).toHaveAttribute('aria-expanded', 'true')
  // Escape closes the list, and only then the window.
  await keys('Escape')
  await expect(stores).toHaveAttribute('aria-expanded', 'false')
  await expect(dialog.getByLabel('Fact')).toHaveValue('Ana has a dog.')
  await keys('Escape')
  await expect(dialog).toHaveCount(0)
  await press(page.getByRole('list', { name: 'Memory stores' }).getByRole('link'))
  await page.waitForURL('/knowledge/memories/Ana')
  await answers(page)
  const facts = page.getByRole('list', { name: 'Facts' }).getByRole('listitem')
  await press(page.getByRole('button', { name: 'Add fact' }))
  await write(dialog.getByLabel('Fact'), 'Ana has a cat.')
  await press(dialog.getByRole('button', { name: 'Add fact' }))
  await expect(facts).toHaveCount(2)
  await expect(page.getByRole('button', { name: 'Add fact' })).toBeFocused()
  // What is typed for one fact stays while another is opened.
  const typed = page.getByLabel('Fact', { exact: true })
  await press(page.getByRole('button', { name: 'Edit: Ana likes tea.' }))
  await write(typed, 'Ana likes green tea.')
  await press(page.getByRole('button', { name: 'Edit: Ana has a cat.' }))
  await keys('Escape')
  await expect(typed).toHaveValue('Ana likes green tea.')
  await to(typed)
  await keys('Escape')
  await write(page.getByLabel('Search facts'), 'cat')
  await expect(facts).toHaveCount(1)
  await press(page.getByRole('button', { name: 'Edit: Ana has a cat.' }))
  await write(page.getByLabel('Fact', { exact: true }), 'Ana has two cats.')
  await keys('Enter')
  await expect(page.getByRole('button', { name: 'Edit: Ana has two cats.' })).toBeFocused()
  await press(page.getByRole('button', { name: 'Delete: Ana has two cats.' }))
  await press(dialog.getByRole('button', { name: 'Delete fact' }))
  await expect(facts).toHaveCount(0)
  await press(page.getByRole('button', { name: 'Delete all' }))
  await press(dialog.getByRole('button', { name: 'Delete store' }))
  await page.waitForURL('/knowledge/memories')
  await expect(page.getByRole('heading', { name: 'Nothing is remembered yet' })).toBeVisible()
})
