import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '@/e2e/support/app'
import { median, printFigures } from '@/e2e/support/bench-table'
import { ensureBuilt } from '../scripts/build.mjs'

/**
 * From the start of the process until it answers, and the memory it has ten seconds later: the whole product (server,
 * studio, embedded PostgreSQL; its data is there from an earlier start) beside `next start` of a page of two words.
 * Memory is each process's proportional set size, so that what processes share counts once. Linux only.
 */
const rounds = 3
const idleMs = 10_000
const root = join(import.meta.dirname, '..')

await ensureBuilt('.next-test')
const next = join(root, 'node_modules/next/dist/bin/next')
await promisify(execFile)(process.execPath, [next, 'build', 'e2e/floor'], { cwd: root })

type Measured = { seconds: number; megabytes: number }
const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-bench-'))

/** Ids of a process and of all that it started, PostgreSQL by its own file, as it outlives its starter. */
async function family(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-e', '-o', 'pid=,ppid='])
  const parents = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const all = [pid]
  for (const one of all) for (const [child = 0, parent] of parents) if (parent === one) all.push(child)
  return all
}

const proportional = (pid: number): number => {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    // It has ended meanwhile.
    return 0
  }
}

async function measure(args: string[], path: string, port: number, roots: () => number[]): Promise<Measured> {
  const began = performance.now()
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: root,
    stdio: 'ignore',
    env: {
      ...process.env,
      ...{ NODE_ENV: 'production', PORT: String(port), DATA_DIR: dataDir, NEXT_DIST_DIR: '.next-test' },
      LOG_LEVEL: 'error',
    },
  })
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null)
      if (answer?.ok) break
      if (child.exitCode !== null) throw new Error(`It ended with code ${child.exitCode}.`)
      await pause(10)
    }
    const seconds = (performance.now() - began) / 1000
    await pause(idleMs)
    const trees = await Promise.all([child.pid ?? 0, ...roots()].map(family))
    const pids = [...new Set(trees.flat())]
    return { seconds, megabytes: pids.reduce((sum, pid) => sum + proportional(pid), 0) }
  } finally {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
}

const postmaster = () => [Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10)]
const ours: Measured[] = []
const floor: Measured[] = []
for (let round = 0; round <= rounds; round++) {
  const [one, other] = [await freePort(), await freePort()]
  const product = await measure(['--import', 'tsx', 'server.ts'], '/readyz', one, postmaster)
  const bare = await measure([next, 'start', 'e2e/floor', '-p', String(other)], '/', other, () => [])
  // The first start makes the database.
  if (round === 0)
    console.log(`  the very first start, which makes the database: ${product.seconds.toFixed(1)} s`)
  else {
    ours.push(product)
    floor.push(bare)
  }
}
rmSync(dataDir, { recursive: true, force: true })

const of = (measured: Measured[], figure: keyof Measured) => median(measured.map((each) => each[figure]))
printFigures([
  { what: 'start of the whole product until /readyz', value: of(ours, 'seconds'), unit: 's' },
  { what: 'start of next start until its page', value: of(floor, 'seconds'), unit: 's' },
  { what: 'start, times the floor', value: of(ours, 'seconds') / of(floor, 'seconds') },
  { what: 'idle memory of the whole product', value: of(ours, 'megabytes'), unit: 'MB' },
  { what: 'idle memory of next start', value: of(floor, 'megabytes'), unit: 'MB' },
  { what: 'memory, times the floor', value: of(ours, 'megabytes') / of(floor, 'megabytes') },
])
