import { expect, type Page } from '@playwright/test'
import axe from 'axe-core'

type Finding = { id: string; nodes: { target: unknown }[] }
type Rules = 'all' | 'colours'

/** Those of axe's rules, of the ones it applies by itself, that look at colours. */
const colourRules = ['color-contrast', 'link-in-text-block']

/** What axe finds on the page as it stands, by WCAG 2.2 AA and its best practices. */
export async function findings(page: Page, rules: Rules = 'all'): Promise<string[]> {
  // What fades in has to be there before its contrast is measured.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ effect }) => effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY),
  )
  // A script element would be refused by the page's own policy; the debugger's evaluation is not.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const violations = await page.evaluate(
    async (runOnly) => {
      type Options = { resultTypes: string[]; runOnly?: string[] }
      const { axe } = window as unknown as {
        axe: { run(options: Options): Promise<{ violations: Finding[] }> }
      }
      return (await axe.run({ resultTypes: ['violations'], ...(runOnly && { runOnly }) })).violations
    },
    rules === 'colours' ? colourRules : null,
  )
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`)
}

/** By how many pixels the page is wider than its window. */
export const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth

/**
 * Looks at the page as it stands at each size: nothing sticks out, and axe finds nothing, in the dark neither, where
 * nothing but the colours is another. `seen` may keep a picture of each.
 */
export async function expectAccessible(
  page: Page,
  what: string,
  sizes: readonly (readonly [width: number, height: number])[],
  seen?: (name: string) => Promise<unknown>,
): Promise<void> {
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height })
    expect(await page.evaluate(sideways), `${what} at ${width} px`).toBeLessThanOrEqual(0)
    expect(await findings(page), `${what} at ${width} px`).toEqual([])
    await seen?.(`${what}-${width}-light`)
  }
  await page.emulateMedia({ colorScheme: 'dark' })
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height })
    expect(await findings(page, 'colours'), `${what} at ${width} px in the dark`).toEqual([])
    await seen?.(`${what}-${width}-dark`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}
