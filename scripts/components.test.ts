import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { routineDays, waitingSince } from './components.mjs'

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8')

it('SECURITY.md promises time frames for updates, by how much an advisory is to be feared', () => {
  const [, section = ''] = /## Components of others\n([\s\S]*?)\n## /.exec(read('SECURITY.md')) ?? []
  const frames = [...section.matchAll(/^\| (.+?) \| within (\d+) days \|$/gm)]
  expect(frames.map(([, what]) => what)).toEqual([
    expect.stringMatching(/critical/),
    expect.stringMatching(/high/),
    expect.stringMatching(/every other advisory/),
    expect.stringMatching(/nothing urges/),
  ])
  const days = frames.map(([, , each]) => Number(each))
  expect(days).toEqual([...days].sort((a, b) => a - b))
  expect(days.at(-1)).toBe(routineDays)
})

it('components are audited each day, sooner than the shortest frame, and looked at for their age', () => {
  const { on, jobs } = parse(read('.github/workflows/components.yml'))
  const [{ cron }] = on.schedule
  expect(cron).toMatch(/^\d+ \d+ \* \* \*$/)
  const runs = Object.values(jobs as Record<string, { steps: { run?: string }[] }>).flatMap(({ steps }) =>
    steps.flatMap(({ run }) => run ?? []),
  )
  expect(runs).toContain('npm audit --omit=dev --audit-level=high')
  expect(runs).toContain('node scripts/components.mjs')
})

it('a component waits since the first newer version of the same major one', () => {
  const times = {
    created: '2020-01-01T00:00:00Z',
    modified: '2026-05-05T00:00:00Z',
    '1.9.9': '2026-01-01T00:00:00Z',
    '2.1.0': '2026-02-01T00:00:00Z',
    '2.1.1-beta.1': '2026-02-02T00:00:00Z',
    '2.2.0': '2026-04-01T00:00:00Z',
    '2.1.1': '2026-03-01T00:00:00Z',
    '3.0.0': '2026-02-15T00:00:00Z',
  }
  expect(waitingSince('2.1.0', times)).toEqual(new Date('2026-03-01T00:00:00Z'))
  expect(waitingSince('2.10.0', { ...times, '2.9.0': times['2.2.0'] })).toBeNull()
  expect(waitingSince('2.2.0', times)).toBeNull()
})
