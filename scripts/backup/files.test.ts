import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { holdFiles } from './files'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'colloquy-hold-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('a file that is removed while it is held can still be read, and is gone afterwards', async () => {
  const path = join(folder, 'file')
  writeFileSync(path, 'what was there')
  const { files, missing, release } = await holdFiles(folder, [path, join(folder, 'none')])
  rmSync(path)
  expect(missing).toEqual([join(folder, 'none')])
  expect(files.map(({ held }) => readFileSync(held, 'utf8'))).toEqual(['what was there'])
  await release()
  expect(files.some(({ held }) => existsSync(held))).toBe(false)
  expect(existsSync(folder)).toBe(true)
})

it('what a backup left that died is removed, and nothing of one that lives', async () => {
  const { pid: dead } = spawnSync(process.execPath, ['--version'])
  const [left, living] = [dead, process.ppid].map((pid) => join(folder, `backup.${pid}`))
  for (const path of [left, living]) mkdirSync(String(path))
  await (await holdFiles(folder, [])).release()
  expect([left, living].map((path) => existsSync(String(path)))).toEqual([false, true])
})
