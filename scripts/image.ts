// npm run image: does in a temporary folder what the Dockerfile says, runs its command as an unprivileged user on a
// PostgreSQL, and asks whether it is ready. For machines without a container engine; what comes with the base image
// (its Node and its libraries) is taken from this machine.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openEmbedded } from '@/lib/platform/database/embedded'
import { createLog } from '@/lib/platform/log'
import {
  buildContext,
  environmentOf,
  execForm,
  type Instruction,
  readDockerfile,
  type Stage,
} from './dockerfile'

const root = join(import.meta.dirname, '..')
/** Who `node` of the base image is here. */
const nobody = { uid: 65534, gid: 65534 }
const isRoot = process.getuid?.() === 0

/** The folder that is `/` of a stage, by its name, and where in it the next step happens. */
type Built = { folder: string; workdir: string; user: string }

const place = (built: Built, path: string) => join(built.folder, posix.resolve(built.workdir, path))

/** Carries out a stage in `folder`. */
function build(stage: Stage, folder: string, earlier: Map<string, Built>): Built {
  const built: Built = { folder, workdir: '/', user: 'root' }
  for (const step of stage.steps) {
    console.log(`  ${stage.name ?? 'image'}: ${step.word} ${step.text.slice(0, 90)}`)
    if (step.word === 'WORKDIR') {
      built.workdir = step.text
      mkdirSync(place(built, '.'), { recursive: true })
    }
    if (step.word === 'USER') built.user = step.text
    if (step.word === 'COPY') copy(built, step, earlier)
    if (step.word === 'RUN') run(built, step, environmentOf(stage))
  }
  return built
}

function copy(built: Built, { flags, text }: Instruction, earlier: Map<string, Built>): void {
  const words = text.split(/\s+/)
  const target = words.pop() ?? ''
  const from = flags.from === undefined ? undefined : earlier.get(flags.from)
  if (flags.from !== undefined && !from) throw new Error(`There is no stage ${flags.from}.`)
  const context = from ? [] : buildContext(root)
  for (const source of words) {
    const into = place(built, target)
    if (from) {
      const path = place(from, source)
      const isFolder = statSync(path).isDirectory()
      cpSync(path, isFolder ? into : join(into, posix.basename(source)), {
        recursive: true,
        verbatimSymlinks: true,
      })
      continue
    }
    const chosen = context.filter(
      (path) => source === '.' || path === source || path.startsWith(`${source}/`),
    )
    if (chosen.length === 0) throw new Error(`Nothing to copy at ${source}.`)
    for (const path of chosen) {
      const to = source === '.' || path === source ? path : path.slice(source.length + 1)
      mkdirSync(dirname(join(into, to)), { recursive: true })
      cpSync(join(root, path), join(into, to))
    }
  }
}

/** Absolute paths of the container are those below `folder`, and its user `node` is nobody. */
function run(built: Built, { text }: Instruction, env: Record<string, string>): void {
  const command = text
    .replace(/(^|\s)(\/[\w./-]+)/g, (_, space, path) => `${space}${built.folder}${path}`)
    .replace(/\bchown node:node\b/, isRoot ? `chown ${nobody.uid}:${nobody.gid}` : 'true')
  const { status } = spawnSync('/bin/sh', ['-c', command], {
    cwd: place(built, '.'),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error(`This step failed: ${text}`)
}

/** Runs the image's command, asks it everything, and stops it; what is wrong, in words. */
async function tryOut(stage: Stage, built: Built, databaseUrl: string): Promise<string[]> {
  const last = (word: string) => stage.steps.findLast((step) => step.word === word)?.text ?? ''
  const [program = '', ...words] = execForm(last('CMD'))
  const env = {
    ...environmentOf(stage),
    PATH: process.env.PATH ?? '',
    PORT: '3210',
    DATA_DIR: place(built, last('VOLUME')),
    DATABASE_URL: databaseUrl,
    APP_SECRET: 'only for this trial, and long enough',
    NODE_ENV: 'production' as const,
  }
  const as = { cwd: place(built, '.'), env, ...(isRoot && built.user !== 'root' && nobody) }
  const server = spawn(program, words, { ...as, stdio: ['ignore', 'inherit', 'inherit'] })
  const faults: string[] = []
  const expect = (what: string, holds: boolean) => {
    console.log(`  ${holds ? 'ok    ' : 'FAILED'} ${what}`)
    if (!holds) faults.push(what)
  }
  try {
    const address = `http://127.0.0.1:${env.PORT}`
    const status = (path: string) =>
      fetch(address + path).then(
        ({ status }) => status,
        () => 0,
      )
    for (let waited = 0; waited < 60 && (await status('/readyz')) !== 200; waited++) {
      if (server.exitCode !== null) break
      await pause(1000)
    }
    expect('/readyz answers 200', (await status('/readyz')) === 200)
    expect('/signin answers 200', (await status('/signin')) === 200)
    expect('/client/room.js answers 200', (await status('/client/room.js')) === 200)
    expect('/v2/openapi.json answers 200', (await status('/v2/openapi.json')) === 200)
    const [check = '', ...checked] = execForm(last('HEALTHCHECK').replace(/^CMD /, ''))
    expect('HEALTHCHECK succeeds', spawnSync(check, checked, as).status === 0)
    const admin = spawnSync(program, ['--import', 'tsx', 'scripts/admin.ts', 'user:list'], as)
    expect('the admin command runs', admin.status === 0)
    const unhealthy = { ...as, env: { ...env, PORT: '3211' } }
    expect('HEALTHCHECK fails where nothing listens', spawnSync(check, checked, unhealthy).status === 1)
  } finally {
    const began = performance.now()
    server.kill(last('STOPSIGNAL') as NodeJS.Signals)
    const [code] = server.exitCode === null ? await once(server, 'exit') : [server.exitCode]
    const seconds = (performance.now() - began) / 1000
    expect(`it stops with code 0 (${code}) within 5 s (${seconds.toFixed(1)} s)`, code === 0 && seconds < 5)
  }
  return faults
}

const folder = mkdtempSync(join(tmpdir(), 'colloquy-image-'))
chmodSync(folder, 0o755)
const stages = new Map<string, Built>()
const dockerfile = readDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'))
const log = createLog('warn')
try {
  let built: Built | undefined
  for (const [number, stage] of dockerfile.entries()) {
    built = build(stage, resolve(folder, String(number)), stages)
    if (stage.name) stages.set(stage.name, built)
  }
  const image = dockerfile.at(-1)
  if (!image || !built) throw new Error('The Dockerfile has no stage.')
  const database = await openEmbedded({ dataDir: join(folder, 'database'), log, transport: 'tcp' })
  try {
    const faults = await tryOut(image, built, database.url)
    console.log(faults.length === 0 ? 'The image would work.' : `${faults.length} of this failed.`)
    process.exitCode = faults.length === 0 ? 0 : 1
  } finally {
    await database.stop()
  }
} finally {
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true })
}
