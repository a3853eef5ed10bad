import type { Page } from '@playwright/test'
import axe from 'axe-core'

type Finding = { id: string; impact: string | null; nodes: { target: unknown }[] }

/** What axe finds on the page as it stands, by WCAG 2.2 AA and its best practices. */
export async function findings(page: Page): Promise<string[]> {
  // What fades in has to be there before its contrast is measured.
  await page.evaluate(() => {
    const passing = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
    return Promise.allSettled(passing.map(({ finished }) => finished))
  })
  // A script element would be refused by the page's own policy; the debugger's evaluation is not.
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } }
    return (await axe.run()).violations
  })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`)
}

/** By how many pixels the page is wider than its window. */
export const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth
