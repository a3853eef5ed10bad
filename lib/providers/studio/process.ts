import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Clock, wait } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import {
  type FromStudio,
  fromStudio,
  type MediaSettings,
  type ModelTargets,
  type ToStudio,
} from '@/lib/protocol/studio'
import { backOff } from '@/lib/providers/studio/crashes'
import { createWatch, type Watch } from '@/lib/providers/studio/watch'

const root = resolve(import.meta.dirname, '../../..')
const program = join(root, 'lib/studio/main.ts')

/** Milliseconds: for the process to be ready after a fork, for it to come back when it is down, to end when asked. */
const readyTimeout = 20_000
const patience = 5000
const stopTimeout = 2000
/** Milliseconds of running after which a crash is not one of a row. */
const settled = 60_000
/** A socket path longer than this is refused by some systems. */
const longestFolder = 80

export type Answer = Extract<
  FromStudio,
  { type: 'done' | 'failed' | 'state' | 'holder' | 'sample' | 'tried' | 'found-models' | 'remembered' }
>
export type Question = Extract<
  ToStudio,
  {
    type:
      | 'open'
      | 'close'
      | 'snapshot'
      | 'interact'
      | 'holder'
      | 'announce'
      | 'speak'
      | 'try-model'
      | 'find-models'
      | 'remember'
  }
>
/** What the studio says by itself of its rooms. */
export type News = Exclude<FromStudio, Answer | { type: 'ready' | 'pong' | 'recycle' }>
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never

type Options = {
  clock: Clock
  log: Log
  maxRooms: number
  media: MediaSettings
  models: ModelTargets
  ticketKey: string
  hear(message: News): void
  /** It has died, and with it all its rooms. It will be forked again. */
  died(at: Date): void
  /** It runs again after it died. */
  restarted(): void
}

/** The studio's process: forked, watched, and forked again when it dies. */
export type StudioProcess = {
  /** Resolves when it is ready. @throws Error when it does not become ready */
  start(): Promise<void>
  /** Ends it, within 2 s, for good. */
  stop(): Promise<void>
  isUp(): boolean
  /**
   * Asks, and waits for the answer up to `ms`; while the process is down, first up to 5 s for it to be back.
   * @throws Error in words when no answer came
   */
  ask(question: WithoutId<Question>, ms: number): Promise<Answer>
  /** Tells; what is told while it is down is lost. */
  post(message: ToStudio): void
  /** Where it listens; null while it is down. */
  socketPath(): string | null
  /** Of the running process; null while it is down. */
  pid(): number | null
}

/** A studio process that is not started yet. */
export function createStudioProcess(options: Options): StudioProcess {
  const { clock, log } = options
  const pending = new Map<number, { answer(answer: Answer): void; fail(error: Error): void }>()
  const watchers = new Set<() => void>()
  let folder: string | null = null
  let child: ChildProcess | null = null
  let path: string | null = null
  let up = false
  let stopping = false
  let forks = 0
  let lastId = 0
  let crashesInARow = 0
  let watch: Watch | null = null
  /** It was told to end, to be started anew with less memory. */
  let recycling = false

  const after = (ms: number) => new Date(clock.now().getTime() + ms)

  function forkStudio(): void {
    folder ??= makeFolder()
    forks += 1
    const socketPath = socketIn(folder, forks)
    // It gets no more of the environment than it needs: it parses what strangers send, and knows no secret but one.
    const forked = fork(program, [], {
      cwd: root,
      execArgv: ['--import', 'tsx'],
      env: { NODE_ENV: 'production', LOG_LEVEL: log.level, TMPDIR: tmpdir() },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    child = forked
    path = socketPath
    const bornAt = clock.now()
    const late = clock.alarm(after(readyTimeout), () => forked.kill('SIGKILL'))
    let over = false

    function ended(why: { code?: number | null; signal?: string | null; error?: Error }): void {
      if (over) return
      over = true
      late.cancel()
      const at = clock.now()
      const wasUp = up
      up = false
      path = null
      watch?.stop()
      watch = null
      rmSync(socketPath, { force: true })
      for (const { fail } of pending.values())
        fail(new Error('The studio stopped working. Try again in a moment.'))
      pending.clear()
      if (stopping) return
      if (recycling) {
        recycling = false
        log.info('The studio is started again, to give memory back.')
        if (wasUp) options.died(at)
        forkStudio()
        return
      }
      crashesInARow = at.getTime() - bornAt.getTime() > settled ? 1 : crashesInARow + 1
      log.error({ ...why, crashesInARow }, 'The studio has died and is started again.')
      if (wasUp) options.died(at)
      clock.alarm(after(backOff(crashesInARow)), () => {
        if (!stopping) forkStudio()
      })
    }

    forked.on('error', (error) => forked.pid === undefined && ended({ error }))
    forked.on('exit', (code, signal) => ended({ code, signal }))
    forked.on('message', (raw) => {
      // What it said before it died still counts, until another one runs.
      if (child === forked) receive(raw, () => becameReady(late))
    })
    post({
      type: 'configure',
      socketPath,
      ticketKey: options.ticketKey,
      maxRooms: options.maxRooms,
      media: options.media,
      models: options.models,
    })
  }

  function becameReady(late: { cancel(): void }): void {
    late.cancel()
    up = true
    const running = child
    watch = createWatch(clock, {
      ping: () => post({ type: 'ping' }),
      hung() {
        log.error('The studio does not answer any more and is ended.')
        running?.kill('SIGKILL')
      },
    })
    for (const watcher of [...watchers]) watcher()
    if (forks > 1) options.restarted()
  }

  function receive(raw: unknown, ready: () => void) {
    const { data: message, error } = fromStudio.safeParse(raw)
    if (error) return log.error({ error }, 'A message of the studio is not of the protocol.')
    switch (message.type) {
      case 'ready':
        return ready()
      case 'pong':
        return watch?.answered()
      case 'recycle':
        recycling = true
        child?.kill('SIGTERM')
        return
      case 'done':
      case 'failed':
      case 'state':
      case 'holder':
      case 'sample':
      case 'tried':
      case 'found-models':
      case 'remembered': {
        const question = pending.get(message.id)
        pending.delete(message.id)
        return question?.answer(message)
      }
      default:
        return options.hear(message)
    }
  }

  function post(message: ToStudio): void {
    if (child?.connected) child.send(message, () => {})
  }

  async function whenUp(ms: number): Promise<void> {
    if (up) return
    let watcher = () => {}
    const ready = new Promise<void>((resolve) => {
      watcher = resolve
    })
    watchers.add(watcher)
    await Promise.race([ready, wait(clock, ms)])
    watchers.delete(watcher)
    if (!up) throw new Error('The studio is not running at this moment. Try again in a moment.')
  }

  async function ask(question: WithoutId<Question>, ms: number): Promise<Answer> {
    await whenUp(patience)
    lastId += 1
    const id = lastId
    return new Promise((resolve, reject) => {
      const late = clock.alarm(after(ms), () => {
        pending.delete(id)
        reject(new Error('The studio did not answer in time. Try again in a moment.'))
      })
      pending.set(id, {
        answer(answer) {
          late.cancel()
          resolve(answer)
        },
        fail(error) {
          late.cancel()
          reject(error)
        },
      })
      post({ ...question, id } as Question)
    })
  }

  async function stop(): Promise<void> {
    stopping = true
    watch?.stop()
    const ending = child
    if (ending && ending.exitCode === null && ending.signalCode === null && ending.pid !== undefined) {
      const gone = new Promise<void>((resolve) => ending.once('exit', () => resolve()))
      ending.kill('SIGTERM')
      await Promise.race([gone, wait(clock, stopTimeout)])
      if (ending.exitCode === null && ending.signalCode === null) {
        ending.kill('SIGKILL')
        await gone
      }
    }
    if (folder) rmSync(folder, { recursive: true, force: true })
  }

  return {
    async start() {
      forkStudio()
      await whenUp(readyTimeout)
    },
    stop,
    isUp: () => up,
    ask,
    post,
    socketPath: () => (up ? path : null),
    pid: () => (up ? (child?.pid ?? null) : null),
  }
}

/** A folder that only we can enter (mode 0700), short enough for the path of a socket. */
function makeFolder(): string {
  const parent = tmpdir()
  return mkdtempSync(join(parent.length > longestFolder ? '/tmp' : parent, 'clq-'))
}

const socketIn = (folder: string, number: number) =>
  process.platform === 'win32'
    ? `\\\\.\\pipe\\${folder.replace(/[\\/:]/g, '-')}-${number}`
    : join(folder, `${number}.sock`)
