import { expect, type Locator, type Page } from '@playwright/test'

/** What one does without a pointer: a hand on the Tab key, and every step seen. */
export type Keyboard = {
  /** Tabs on until `target` has the focus. */
  to(target: Locator): Promise<void>
  /** Tabs to it and presses Enter. */
  press(target: Locator): Promise<void>
  /** Tabs to it, empties it and types. */
  write(target: Locator, text: string): Promise<void>
  keys(...keys: string[]): Promise<void>
  /** Waits for a menu: it listens once it has the focus, which it takes a frame after it is seen. */
  menuOpens(): Promise<void>
  /** Goes to an item of the open menu by this key, by its place there (-1: the last), and chooses it once it has the focus. */
  choose(key: 'End' | 'ArrowDown', place: number): Promise<void>
}

const most = 120

/** The keyboard of a page, for journeys that have nothing else. A focus that cannot be seen fails them. */
export function keyboardOf(page: Page): Keyboard {
  const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement)

  /** Whether the focused element, or what stands for it, is drawn with a ring. */
  const isSeen = (target: Locator) =>
    target.evaluate((element) => {
      const rings = (each: Element | null) => {
        if (!each) return false
        const { outlineStyle, outlineWidth } = getComputedStyle(each)
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
      }
      return rings(element) || rings(element.closest('label')) || rings(element.nextElementSibling)
    })

  const to = async (target: Locator) => {
    await expect(target).toHaveCount(1)
    for (let presses = 0; presses < most; presses++) {
      if (await hasFocus(target)) {
        expect(await isSeen(target), `the focus on ${target} is seen`).toBe(true)
        return
      }
      await page.keyboard.press('Tab')
    }
    throw new Error(`${most} presses of Tab do not lead to ${target}.`)
  }
  return {
    to,
    async press(target) {
      await to(target)
      await page.keyboard.press('Enter')
    },
    async write(target, text) {
      await to(target)
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.type(text)
    },
    menuOpens: () => expect(page.getByRole('menu').locator(':focus')).toHaveCount(1),
    async choose(key, place) {
      await page.keyboard.press(key)
      await expect(page.getByRole('menu').locator('[role^=menuitem]').nth(place)).toBeFocused()
      await page.keyboard.press('Enter')
    },
    async keys(...keys) {
      for (const key of keys) await page.keyboard.press(key)
    },
  }
}
