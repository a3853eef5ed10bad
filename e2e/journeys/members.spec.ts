import { expect, test } from '../support/fixtures'
import { createWith, signUp } from '../support/steps'

test('somebody is invited by link, may look and not write, gets another role, and is removed', async ({
  page,
  browser,
  app,
  newPerson,
}) => {
  const live = await createWith(page)
  await page.goto('/settings')
  await page.getByLabel('Role of whom you invite').selectOption('viewer')
  await page.getByRole('button', { name: 'Make an invitation link' }).click()
  const link = (await page.getByText(/\/join#/).textContent()) ?? ''
  await expect(page.getByRole('heading', { name: 'Invitations that are out' })).toBeVisible()

  // Somebody without an account signs up on the way.
  const context = await browser.newContext({ baseURL: app.url })
  const guest = await context.newPage()
  await guest.goto(link)
  await expect(guest.getByText("Ana invites you to Ana's workspace.")).toBeVisible()
  expect(guest.url()).not.toContain('#')
  await guest.getByRole('link', { name: 'Sign up to join' }).click()
  await signUp(guest, {
    name: 'Ben',
    email: `ben-${Date.now()}@example.com`,
    password: 'correct horse battery',
  })
  await guest.getByRole('button', { name: 'Join' }).click()
  await guest.waitForURL('/conversations')
  await expect(guest.getByRole('row').filter({ hasText: live })).toBeVisible()

  // A viewer sees the buttons of lists and is refused in words.
  await guest.goto('/conversations/new')
  await guest.getByRole('button', { name: 'Create conversation' }).click()
  await expect(guest.getByText(/Viewers may look at everything and change nothing/)).toBeVisible()
  await guest.getByTestId('live-gauge').click()
  await guest.getByRole('button', { name: /^End Conversation/ }).click()
  await expect(guest.getByText(/Viewers may look at everything and change nothing/).last()).toBeVisible()
  await guest.goto('/settings')
  await expect(guest.getByRole('button', { name: 'Make an invitation link' })).toHaveCount(0)
  await expect(guest.getByLabel('Workspace name')).toBeDisabled()

  // Made a member, they may, at once.
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Invitations that are out' })).toHaveCount(0)
  await page.getByLabel('Role of Ben').selectOption('member')
  await expect(page.getByLabel('Role of Ben')).toBeEnabled()
  await guest.goto('/conversations/new')
  await guest.getByRole('button', { name: 'Create conversation' }).click()
  await guest.waitForURL(/\/conversations\/c[0-9a-f]{15}$/)
  const made = guest.url()

  // They look at their own workspace and back.
  await guest.getByRole('button', { name: "Workspace: Ana's workspace" }).click()
  await guest.getByRole('menuitem', { name: "Ben's workspace" }).click()
  await expect(guest.getByRole('button', { name: "Workspace: Ben's workspace" })).toBeVisible()
  await expect(guest.getByText('0 of 5 live')).toBeVisible()
  expect((await guest.goto(made))?.status()).toBe(404)
  await guest.goto('/conversations')
  await guest.getByRole('button', { name: "Workspace: Ben's workspace" }).click()
  await guest.getByRole('menuitem', { name: "Ana's workspace" }).click()
  await expect(guest.getByText('2 of 5 live')).toBeVisible()

  // The link is spent, and whoever is removed is out at once.
  const late = await newPerson({ name: 'Cem' })
  await late.page.goto(link)
  await expect(late.page.getByText(/This invitation was used/)).toBeVisible()
  await page.getByRole('button', { name: 'Remove Ben' }).click()
  await page.getByRole('button', { name: 'Remove member' }).click()
  await expect(page.getByLabel('Role of Ben')).toHaveCount(0)
  expect((await guest.goto(made))?.status()).toBe(404)
  await expect(guest.getByText("Ben's workspace")).toBeVisible()
  await page.getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('button', { name: 'Leave workspace' }).click()
  await expect(page.getByText('A workspace needs an owner. Make somebody else one first.')).toBeVisible()
  await context.close()
})
