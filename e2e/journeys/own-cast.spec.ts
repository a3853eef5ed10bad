import { expect, test } from '../support/fixtures'
import { colorAt, measureMedia, received } from '../support/media'
import { chat, ended, join, read, roomFrame, say } from '../support/steps'

const mouth = { left: 0.4, top: 0.5, right: 0.8, bottom: 0.75 }

test('an own persona with an own replica is made, talked to, duplicated and deleted', async ({ page }) => {
  await measureMedia(page.context(), mouth)

  // The replica: its parts by keyboard and pointer, its voice by ear.
  await page.goto('/replicas/new')
  await page.getByRole('button', { name: 'Create replica' }).click()
  await expect(page.getByText('Enter a name.')).toBeVisible()
  await page.getByLabel('Name', { exact: true }).fill('Flora')
  await page.getByRole('radio', { name: 'Hair 5' }).check({ force: true })
  await page.getByRole('tab', { name: 'Colours' }).click()
  await page.getByLabel('Behind, another colour').fill('#2040c0')
  await page.getByRole('combobox', { name: 'Voice' }).selectOption('f4')
  await page.getByLabel('Pace').fill('100')
  await page.getByLabel('Hear it say').fill('Roses need sun')
  await page.getByRole('button', { name: 'Play' }).click()
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible({ timeout: 10_000 })
  await page.getByRole('button', { name: 'Create replica' }).click()
  await page.waitForURL('/replicas')
  await expect(page.getByRole('heading', { name: 'Flora' })).toBeVisible()

  // Its voice is among those of the API, to be heard there.
  const voices = await (await page.request.get('/v2/voices?search=flora')).json()
  expect(voices).toMatchObject({ total_count: 1, data: [{ voice_name: 'Flora', voice: { variant: 'f4' } }] })
  const sample = await page.request.get(voices.data[0].audio_url)
  expect([sample.status(), sample.headers()['content-type']]).toEqual([200, 'audio/wav'])
  const sound = await sample.body()
  expect(sound.subarray(0, 4).toString()).toBe('RIFF')
  expect(sound.length).toBeGreaterThan(20_000)

  // The persona, from an example, and straight on to the form.
  await page.goto('/personas/new')
  await page.getByLabel('Name', { exact: true }).fill('Gardener')
  await page.getByRole('button', { name: 'Tutor' }).click()
  await expect(page.getByLabel('Prompt')).toHaveValue(/mathematics/)
  await page.getByLabel('Prompt').fill('You are the gardener of the rose garden.')
  await page.getByLabel('Knowledge').fill('The rose garden opens at half past six in the morning.')
  await page.getByLabel('Default replica').selectOption({ label: 'Flora' })
  await page.getByRole('button', { name: 'Save and talk to it' }).click()
  await page.waitForURL(/\/conversations\/new\?persona=p[0-9a-f]{11}$/)
  await expect(page.getByTestId('cast')).toContainText('Flora')
  await expect(page.getByTestId('cast')).toContainText('Gardener')
  // Ana is away from the call for as long as the pages below take.
  await page.getByLabel('After the last participant leaves').fill('10 min')
  await page.getByRole('button', { name: 'Create conversation' }).click()
  await page.waitForURL(/\/conversations\/c[0-9a-f]{15}$/)
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''

  // Face, voice and answers are theirs.
  const room = await join(page)
  const replica = async () => {
    const [found] = await received(roomFrame(page))
    const corner = found ? await colorAt(roomFrame(page), found.stream, 0.05, 0.05) : []
    return { levels: found?.audio.levels ?? [], corner }
  }
  await expect.poll(async () => (await replica()).corner, { timeout: 15_000 }).toHaveLength(3)
  const [red = 0, green = 0, blue = 0] = (await replica()).corner
  // A codec shifts colours by some steps.
  expect(Math.hypot(red - 0x20, green - 0x40, blue - 0xc0)).toBeLessThan(30)
  await expect
    .poll(
      async () => {
        const { levels } = await replica()
        const spoken = levels.filter(({ value }) => value > 0.01)
        return (levels.at(-1)?.at ?? 0) - (spoken.at(-1)?.at ?? Number.POSITIVE_INFINITY)
      },
      { timeout: 30_000 },
    )
    .toBeGreaterThan(2000)
  const spoken = (await replica()).levels.filter(({ value }) => value > 0.01)
  // Stock replicas take four seconds for the greeting.
  expect((spoken.at(-1)?.at ?? 0) - (spoken[0]?.at ?? 0)).toBeGreaterThan(5000)
  await say(room, 'When does the rose garden open?')
  await expect(chat(room).getByText(/half past six/)).toBeVisible()

  // Deleting them leaves the call and its history as they were.
  await page.goto('/personas')
  await page.getByRole('link', { name: 'Gardener', exact: true }).click()
  await page.getByRole('link', { name: 'Duplicate' }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Gardener (copy)')
  await page.getByRole('button', { name: 'Create persona' }).click()
  await expect(page.getByRole('heading', { name: 'Gardener (copy)' })).toBeVisible()
  await page.getByRole('link', { name: 'Edit' }).click()
  await page.getByLabel('Language').selectOption('french')
  await page.getByRole('button', { name: 'Save persona' }).click()
  await expect(page.getByText('It speaks French.')).toBeVisible()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete persona' }).click()
  await page.waitForURL('/personas')
  await expect(page.getByRole('link', { name: 'Gardener (copy)', exact: true })).toHaveCount(0)
  await page.goto('/replicas')
  await page.getByRole('button', { name: 'Actions for Flora' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete replica' }).click()
  await expect(page.getByRole('heading', { name: 'Flora' })).toHaveCount(0)
  expect(await read(page, id)).toMatchObject({ status: 'active', replica_name: 'Flora' })
  await page.goto(`/conversations/${id}`)
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('button', { name: 'End conversation' }).click()
  await ended(page)
  await expect(page.getByText('Flora as Gardener')).toBeVisible()
})
