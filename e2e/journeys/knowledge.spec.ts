import { pdfOf } from '@/lib/platform/reading/fixture'
import { findings, sideways } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

const handbook = pdfOf([
  ['The handbook of the shop in Mill Lane.', 'We open at nine in the morning.'],
  ['Anything may be returned within thirty days of its arrival.'],
])

test('a PDF is uploaded, read, asked, chosen for a conversation and deleted', async ({ page }) => {
  await page.goto('/conversations')
  await page.getByRole('link', { name: 'Knowledge' }).click()
  await page.waitForURL('/knowledge/documents')
  await expect(page.getByRole('heading', { name: 'No documents yet' })).toBeVisible()
  expect(await findings(page)).toEqual([])

  // Two files at once; one of them is not what can be read, and says so.
  await page.locator('input[type=file]').setInputFiles([
    { name: 'Handbook.pdf', mimeType: 'application/pdf', buffer: handbook },
    { name: 'Logo.pdf', mimeType: 'application/pdf', buffer: Buffer.from('89504e470d0a1a0a', 'hex') },
  ])
  const documents = page.getByRole('list', { name: 'Documents' })
  const book = documents.getByRole('listitem').filter({ hasText: 'Handbook.pdf' })
  // By the stream of changes: the page is not loaded again.
  await expect(book).toContainText('Ready', { timeout: 30_000 })
  await expect(book).toContainText('2 pages')
  await expect(documents.getByRole('listitem').filter({ hasText: 'Logo.pdf' })).toContainText(
    'This is a picture (PNG)',
    { timeout: 30_000 },
  )
  await page.getByRole('combobox', { name: 'Status' }).selectOption('Failed')
  await expect(book).toHaveCount(0)
  expect(page.url()).toContain('status=error')
  await page.getByRole('button', { name: 'Clear filters' }).click()

  // What a question retrieves, and the text as it was understood.
  await book.getByRole('link').click()
  await page.waitForURL(/\/knowledge\/documents\/d[0-9a-f]{11}$/)
  await expect(page.getByRole('heading', { level: 1, name: 'Handbook.pdf' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Question' }).fill('How long may I return something?')
  await page.getByRole('button', { name: 'Ask' }).click()
  const found = page.getByRole('list', { name: 'Passages, the best first' })
  await expect(found).toContainText('returned within thirty days')
  await page.getByRole('combobox', { name: 'Retrieval' }).selectOption('Quality')
  await expect(found).toContainText('pages 1–2')
  await page.getByRole('textbox', { name: 'Question' }).fill('xylophone')
  await page.getByRole('button', { name: 'Ask' }).click()
  await expect(page.getByText('Nothing in it has a word of this question.')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Text as it was understood' })).toContainText('Mill Lane')
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 800 })
    expect(await findings(page)).toEqual([])
    expect(await page.evaluate(sideways)).toBeLessThanOrEqual(0)
  }
  await page.setViewportSize({ width: 1280, height: 720 })

  // Another name, and tags.
  await page.getByRole('button', { name: 'Name and tags' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('The handbook')
  await dialog.getByLabel('Tags').fill('shop, help')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'The handbook' })).toBeVisible()
  await expect(page.getByText('shop, help')).toBeVisible()
  const address = new URL(page.url()).pathname

  // Chosen by name and by tag in the form of a conversation.
  await page.goto('/conversations/new')
  await page.getByRole('combobox', { name: 'Documents' }).fill('handb')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Remove The handbook' })).toBeVisible()
  await page.getByRole('combobox', { name: 'Tags' }).click()
  await page.getByRole('option', { name: 'help' }).click()
  await page.getByRole('combobox', { name: 'Retrieval' }).selectOption('Speed')
  await page.getByRole('switch', { name: 'Test mode' }).click()
  await page.getByRole('button', { name: 'Create conversation' }).click()
  await page.waitForURL(/\/conversations\/c[0-9a-f]{15}$/)
  const ran = page.getByRole('region', { name: 'Settings it ran with' })
  await expect(ran.getByRole('link', { name: 'The handbook' })).toHaveAttribute('href', address)
  await expect(ran.getByText('Speed', { exact: true })).toBeVisible()
  const id = new URL(page.url()).pathname.split('/').at(-1)
  const conversation = await (await page.request.get(`/v2/conversations/${id}?verbose=true`)).json()
  expect(conversation.settings).toMatchObject({
    ...{ document_ids: [address.split('/').at(-1)], document_tags: ['help'] },
    document_retrieval_strategy: 'speed',
  })

  await page.goto(address)
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.waitForURL('/knowledge/documents')
  await expect(page.getByText('The handbook')).toHaveCount(0)
})

test('an address that leads inside is refused beside its field, with what was typed kept', async ({
  page,
}) => {
  await page.goto('/knowledge/documents')
  await page.getByRole('button', { name: 'Add from an address' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Address').fill('http://10.0.0.1/help')
  await dialog.getByRole('switch', { name: 'Follow its links' }).click()
  await expect(dialog.getByLabel('Links deep')).toHaveValue('1')
  expect(await findings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog.getByText('10.0.0.1 is in a private network', { exact: false })).toBeVisible()
  await expect(dialog.getByLabel('Address')).toHaveValue('http://10.0.0.1/help')
})

test('a file whose sending fails says why, and is sent again', async ({ page }) => {
  await page.goto('/knowledge/documents')
  const addresses: string[] = []
  page.on('request', (request) => request.method() === 'PUT' && addresses.push(request.url()))
  await page.route('**/v2/documents/uploads/*', (route) => route.abort())
  await page
    .locator('input[type=file]')
    .setInputFiles([{ name: 'A.txt', mimeType: 'text/plain', buffer: Buffer.from('Some text.') }])
  const sending = page.getByRole('list', { name: 'Files on their way' })
  await expect(sending).toContainText('A.txt')
  await expect(sending.getByRole('button', { name: 'Send A.txt again' })).toBeVisible()
  await page.unroute('**/v2/documents/uploads/*')
  await sending.getByRole('button', { name: 'Send A.txt again' }).click()
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeFocused()
  await expect(page.getByRole('list', { name: 'Documents' })).toContainText('A.txt')
  await expect(sending).toHaveCount(0)
  // To the same address: had it come whole the first time, it would not be there twice.
  expect(addresses).toHaveLength(2)
  expect(new Set(addresses).size).toBe(1)
})
