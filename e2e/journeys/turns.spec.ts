import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'
import { addModelCall } from '../support/said'
import { createWith, ended } from '../support/steps'

const pictures = process.env.TURNS_PICTURES

/** Looks at a page as it stands, on a desk and on a telephone. */
async function look(page: Page, name: string): Promise<void> {
  const sizes = [
    [1440, 900],
    [390, 844],
  ] as const
  await expectAccessible(page, name, sizes, async (seen) => {
    if (pictures) await page.screenshot({ path: `${pictures}/${seen}.png`, fullPage: true })
  })
  await page.setViewportSize({ width: 1440, height: 900 })
}

test('a call tells how long answers took, why one did not come, and what the model saw', async ({
  page,
  app,
}) => {
  const id = await createWith(page, { left: '10 min', absent: '10 min' })
  await addModelCall(app, id)
  await page.reload()
  const transcript = page.getByRole('log').first()
  await expect(transcript.getByText('Heard after 884 ms')).toBeVisible()
  await expect(transcript.getByText('Cut off. This is what was said until then.')).toBeVisible()
  await look(page, 'live')
  await page.getByRole('tab', { name: 'Events' }).click()
  await expect(
    page.getByText('The language model did not answer: It does not accept the API key (401).').first(),
  ).toBeVisible()

  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('button', { name: 'End conversation' }).click()
  await ended(page)
  await expect(page.getByText('Heard after 884 ms')).toBeVisible()
  await expect(page.getByText('Sent after 1,625 ms')).toBeVisible()
  await expect(page.getByRole('link', { name: 'House guide' })).toHaveAttribute(
    'href',
    '/knowledge/documents/d3f1b0c92a7e',
  )
  // Told once, with the question; among the events alone it is one of them.
  const failure = page.getByText('The language model did not answer: It does not accept the API key (401).')
  await expect(failure).toHaveCount(1)
  await page.getByRole('combobox', { name: 'What is shown' }).selectOption('Events')
  await expect(failure).toHaveCount(1)
  await page.getByRole('combobox', { name: 'What is shown' }).selectOption('Everything')
  // By keyboard alone: the stages, then what the model saw.
  await page.getByText('Heard after 884 ms').focus()
  await page.locator('summary', { hasText: 'Heard after 884 ms' }).press('Enter')
  const thinking = page.getByRole('row', { name: /^Thinking/ }).first()
  await expect(thinking).toContainText('280 ms')
  await expect(thinking).toContainText('690 ms')
  await look(page, 'ended')
  await page.getByRole('button', { name: 'What the model saw' }).first().press('Enter')
  const seen = page.getByRole('dialog', { name: 'What the model saw' })
  await expect(seen.getByRole('row', { name: /^Passages of documents/ })).toContainText('1,210')
  await expect(seen.getByText('You are the receptionist of a small hotel.')).toBeVisible()
  await look(page, 'seen')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'What the model saw' }).first()).toBeFocused()

  await page.goto('/usage?by=persona')
  await expect(page.getByText('884 ms / 884 ms').first()).toBeVisible()
  await look(page, 'usage')
})
