import { expect, type Frame, type FrameLocator, type Page } from '@playwright/test'

export const greeting = "Hey there, how's it going? What can I do for you today?"

/** Waits until React has taken the page's buttons over: a press before that does nothing. */
export async function answers(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const button = document.querySelector('main button')
    return button !== null && Object.keys(button).some((key) => key.startsWith('__reactProps'))
  })
}

/** Waits until the page listens to its keys, which it does a moment after its buttons are taken over. */
export async function keysAnswer(page: Page): Promise<void> {
  await expect(page.locator('header button[aria-keyshortcuts]')).toHaveCount(1)
}

/** Fills in the open sign-up page and makes the account. */
export async function signUp(
  page: Page,
  { name, email, password }: { name: string; email: string; password: string },
): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
}

/** Presses Create on the open form; the id of what was made. */
export async function create(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Create conversation' }).click()
  await page.waitForURL(/\/conversations\/c[0-9a-f]{15}$/)
  await answers(page)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

/** Waits until the form answers: before, a click may come too early for what it should open. */
export async function formReady(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Create conversation' })).toBeEnabled()
}

/** Opens the form. */
export async function openForm(page: Page): Promise<void> {
  await page.goto('/conversations/new')
  await formReady(page)
}

/** In the form, opened unless it is, types durations as people write them, and creates; the id. */
export async function createWith(
  page: Page,
  { longest, left, absent }: { longest?: string; left?: string; absent?: string } = {},
): Promise<string> {
  // People begin there.
  if (!page.url().endsWith('/conversations/new')) await openForm(page)
  if (longest) await page.getByLabel('Longest duration').fill(longest)
  if (left) await page.getByLabel('After the last participant leaves').fill(left)
  if (absent) await page.getByLabel('If nobody joins').fill(absent)
  return await create(page)
}

/** Joins the call that the page shows, and waits until the replica has said this much; its room. */
export async function join(page: Page, greeted = 'Hey there'): Promise<FrameLocator> {
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  const room = page.frameLocator('iframe')
  // A very long one takes its time: it is shown as it is spoken.
  await expect(chat(room).getByText(greeted.slice(0, 100))).toBeVisible({ timeout: 15_000 })
  return room
}

/** The room in the call page's frame, for what runs inside it. */
export function roomFrame(page: Page): Frame {
  const frame = page.frames().find((each) => each.url().includes('/rooms/'))
  if (!frame) throw new Error('The room is not open.')
  return frame
}

/** What was said in a room. */
export const chat = (room: FrameLocator | Page) => room.getByLabel('What was said')

/** The same without what is being said at this moment. */
export const said = (room: FrameLocator | Page) => chat(room).locator(':scope > :not([aria-hidden])')

/** Types a message in a room and sends it. */
export async function say(room: FrameLocator | Page, text: string): Promise<void> {
  const box = room.getByRole('textbox', { name: /^Message to/ })
  await box.fill(text)
  await box.press('Enter')
  await expect(chat(room).getByText(text)).toBeVisible()
}

/** Asks Nathan, the stock replica, who he is, and waits for his answer. */
export async function askWho(room: FrameLocator | Page): Promise<void> {
  await say(room, 'Who are you?')
  await expect(chat(room).getByText('I am Nathan')).toBeVisible()
}

/** Sends a message while the connection comes back, and waits until it has been said: the room keeps the text until then. */
export async function sayWhenBack(room: FrameLocator | Page, text: string): Promise<void> {
  const box = room.getByRole('textbox', { name: /^Message to/ })
  await box.fill(text)
  await expect(async () => {
    await box.press('Enter')
    await expect(chat(room).getByText(text)).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 20_000 })
  await expect(chat(room).getByText('Sending…')).toHaveCount(0, { timeout: 20_000 })
}

/** Joins a room by its meeting link, as somebody without an account. */
export async function joinByLink(page: Page, url: string, name: string): Promise<void> {
  await page.goto(url)
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: /^Join/ }).click()
  await expect(page.getByRole('textbox', { name: /^Message to/ })).toBeVisible({ timeout: 15_000 })
}

/** Waits until the call page shows the conversation's end; how long it lasted, as written. */
export async function ended(page: Page, timeout = 15_000): Promise<string> {
  const outcome = page.getByLabel('Outcome')
  await expect(outcome).toBeVisible({ timeout })
  return (await outcome.textContent()) ?? ''
}

/** One conversation as the API tells it to a signed-in browser. */
export async function read(page: Page, id: string): Promise<Record<string, unknown>> {
  const response = await page.request.get(`/v2/conversations/${id}?verbose=true`)
  expect(response.ok()).toBe(true)
  return await response.json()
}

/** On the page of keys, fills the form in and takes the key that it shows. */
export async function makeKey(
  page: Page,
  name: string,
  choices: Record<string, string> = {},
): Promise<string> {
  await page.getByRole('button', { name: 'Create key' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  for (const [label, choice] of Object.entries(choices)) await dialog.getByLabel(label).selectOption(choice)
  await dialog.getByRole('button', { name: 'Create key' }).click()
  const key = (await dialog.getByTestId('new-key').textContent()) ?? ''
  expect(key).toMatch(/^clq_\w{38}$/)
  await expect(dialog.getByText(`export COLLOQUY_API_KEY=${key}`)).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(dialog).toHaveCount(0)
  return key
}
