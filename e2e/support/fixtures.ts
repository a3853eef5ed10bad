import { type Browser, type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test'
import { type App, startApp } from './app'
import { openForm } from './steps'

export type Person = { page: Page; name: string; email: string; password: string }

type Fixtures = {
  /** Makes an account, signed in in a browser of its own, and leaves it where people begin. */
  newPerson(options?: BrowserContextOptions & { name?: string }): Promise<Person>
  person: Person
  page: Page
  /** Lines of the console that belong to what a test does. */
  noise: RegExp | null
}

let people = 0

/** What a page may not say while it is used: errors, warnings of hydration, refused policies. */
export function watchConsole(page: Page): string[] {
  const said: string[] = []
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    // The browser's own line about an answer of ours, which tests look at where they expect it.
    if (message.text().startsWith('Failed to load resource')) return
    said.push(message.text())
  })
  page.on('pageerror', (error) => said.push(String(error)))
  return said
}

async function newAccount(
  app: App,
  browser: Browser,
  options: BrowserContextOptions & { name?: string },
): Promise<Person> {
  people++
  const { name = 'Ana', baseURL = app.url, ...contextOptions } = options
  const context = await browser.newContext({ baseURL, ...contextOptions })
  const page = await context.newPage()
  const person = {
    page,
    name,
    email: `person-${process.pid}-${people}@example.com`,
    password: 'correct horse battery',
  }
  await context.addCookies([{ ...(await app.signUp(person)), url: baseURL }])
  await openForm(page)
  return person
}

export const test = base.extend<Fixtures, { app: App }>({
  noise: [null, { option: true }],
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures it needs from this pattern.
    async ({}, use) => {
      const app = await startApp()
      await use(app)
      await app.close()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  newPerson: async ({ app, browser, noise }, use) => {
    const all: { person: Person; said: string[] }[] = []
    await use(async (options = {}) => {
      const person = await newAccount(app, browser, options)
      all.push({ person, said: watchConsole(person.page) })
      return person
    })
    for (const { person, said } of all) {
      await person.page.context().close()
      const unexpected = said.filter((line) => !noise?.test(line))
      expect(unexpected, `what the console of ${person.name} said`).toEqual([])
    }
  },
  person: async ({ newPerson }, use) => use(await newPerson()),
  page: async ({ person }, use) => use(person.page),
})

export { expect }
