import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { pdfOf } from './fixture'
import { openReader } from './reader'

/** The processes that were started, and what the system is heard to say of them, where a test says it. */
const seen = vi.hoisted(() => ({
  children: [] as ChildProcess[],
  look: null as (() => Promise<string>) | null,
}))
vi.mock('node:child_process', async (original) => {
  const real = await original<typeof import('node:child_process')>()
  const fork = (...call: Parameters<typeof real.fork>) => {
    const child = real.fork(...call)
    seen.children.push(child)
    return child
  }
  return { ...real, fork }
})
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  return { ...real, readFile: (path: string, as: 'utf8') => seen.look?.() ?? real.readFile(path, as) }
})

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'colloquy-reader-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileOf(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

const never = new AbortController().signal

it('a file is read in another process, which is kept for the next one', async () => {
  const reader = openReader({ signal: never })
  const progress: [number, number][] = []
  const pages = [['First page'], ['Second page']]
  const reading = await reader.read(fileOf('a.pdf', pdfOf(pages)), (...each) => progress.push(each))
  expect(reading).toMatchObject({ format: 'pdf', pages: 2 })
  expect(progress).toEqual([
    [1, 2],
    [2, 2],
  ])
  await expect(reader.read(fileOf('empty', ''))).rejects.toMatchObject({
    name: 'UnreadableError',
    code: 'file_empty',
  })
  expect(await reader.read(fileOf('b.txt', 'Plain.'))).toMatchObject({ format: 'text' })
  reader.close()
})

it('what takes longer or more memory than it may ends that process, and the next file is read all the same', async () => {
  const text = fileOf('long.txt', 'One sentence of many. '.repeat(150_000))
  const hasty = openReader({ signal: never, bounds: { ms: 1500, heapMb: 512, residentMb: 4096 } })
  await expect(hasty.read(text)).rejects.toMatchObject({
    code: 'contact_support',
    message: expect.stringContaining('longer than 1.5 seconds'),
  })
  hasty.close()
  const narrow = openReader({ signal: never, bounds: { ms: 60_000, heapMb: 512, residentMb: 20 } })
  await expect(narrow.read(text)).rejects.toMatchObject({ message: expect.stringContaining('more memory') })
  narrow.close()
  const poor = openReader({ signal: never, bounds: { ms: 60_000, heapMb: 40, residentMb: 4096 } })
  await expect(poor.read(text)).rejects.toMatchObject({ message: expect.stringContaining('failed') })
  expect(await poor.read(fileOf('short.txt', 'Short.'))).toMatchObject({ format: 'text' })
  poor.close()
})

it('what ends the whole group of processes does not end the reading; only the server does', async () => {
  const reader = openReader({ signal: never })
  await reader.read(fileOf('short.txt', 'Short.'))
  const reading = reader.read(fileOf('long.txt', 'One sentence of many. '.repeat(50_000)))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) seen.children.at(-1)?.kill(signal)
  expect(await reading).toMatchObject({ format: 'text' })
  reader.close()
  // Before it can hear them, they say nothing of the file.
  const early = reader.read(fileOf('short.txt', 'Short.'))
  seen.children.at(-1)?.kill('SIGTERM')
  await expect(early).rejects.toMatchObject({ name: 'Error', message: expect.stringContaining('SIGTERM') })
  reader.close()
})

it('a look at the memory that comes late is not about the next file', async () => {
  const reader = openReader({ signal: never, bounds: { ms: 60_000, heapMb: 512, residentMb: 20 } })
  let tell = (_status: string) => {}
  const first = vi.fn(() => new Promise<string>((resolve) => (tell = resolve)))
  seen.look = () => (first.mock.calls.length === 0 ? first() : Promise.resolve(''))
  await reader.read(fileOf('short.txt', 'Short.'))
  expect(first).toHaveBeenCalledOnce()
  const next = reader.read(fileOf('next.txt', 'Next.'))
  tell('VmRSS: 9999999 kB')
  expect(await next).toMatchObject({ format: 'text' })
  seen.look = null
  reader.close()
})

it('it is left off when the server stops', async () => {
  const stopping = new AbortController()
  const reader = openReader({ signal: stopping.signal })
  const reading = reader.read(fileOf('b.txt', 'Plain.'))
  stopping.abort(new Error('The server stops.'))
  await expect(reading).rejects.toThrow('The server stops.')
  await expect(reader.read(fileOf('b.txt', 'Plain.'))).rejects.toThrow('The server stops.')
  reader.close()
})
