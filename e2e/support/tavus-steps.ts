import { expect, type Page } from '@playwright/test'
import { answers, openForm } from './steps'
import type { Tavus } from './tavus-account'

/** Connects the account to the workspace of whoever looks at the page; again with another key, which replaces the first. */
export async function connect(page: Page, tavus: Tavus): Promise<void> {
  await page.goto('/settings')
  await answers(page)
  const panel = page.getByRole('region', { name: 'Tavus' })
  const replace = panel.getByRole('button', { name: 'Replace the key' })
  if (await replace.isVisible()) await replace.click()
  await panel.getByLabel('API key').fill(tavus.key)
  const address = panel.getByLabel('Address of the API')
  if (!(await address.isVisible())) await panel.getByText('Another address').click()
  await address.fill(tavus.url)
  await panel.getByRole('button', { name: /^(Connect|Replace)$/ }).click()
  await expect(panel.getByText(`…${tavus.key.slice(-4)}`)).toBeVisible()
}

/** The form with the account's first persona in it. */
export async function formOnTavus(page: Page): Promise<void> {
  await openForm(page)
  await page.getByRole('radio', { name: /Tavus/ }).check({ force: true })
  await expect(page.getByRole('combobox', { name: 'Persona' })).toHaveValue('Coach')
}

/** Opens the gallery of `/personas` or `/replicas`, and chooses from the menu of one of the account's own. */
export async function choose(page: Page, item: string, way: 'Details' | 'Rename' | 'Delete'): Promise<void> {
  const gallery = page.getByRole('region', { name: /Tavus account/ })
  await gallery.getByRole('button', { name: `Actions for ${item}`, exact: true }).click()
  await page.getByRole('menuitem', { name: way }).click()
}
