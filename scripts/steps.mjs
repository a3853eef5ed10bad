// The steps the commands are made of: a program that is run with its output held back, and word of it while it is long.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The repository's root. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** Nothing that is run here tells its maker that it was. */
export const quietEnv = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  CHECKPOINT_DISABLE: '1',
  DO_NOT_TRACK: '1',
}

/** How often a long step says that it is still going. */
const progressMs = 9_000

/** Why a step did not succeed; its message is meant for people and its stack is not. */
export class StepError extends Error {}

/**
 * Runs a program to its end and gives back what it wrote; a line every few seconds says that it is still going.
 * @param {string} title what is being done, for the progress line
 * @returns {Promise<{ code: number, output: string, seconds: number }>}
 */
export function run(title, command, args, { env = quietEnv, cwd = root, show = false, shell = false } = {}) {
  const began = performance.now()
  const seconds = () => Math.round((performance.now() - began) / 1000)
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let said = performance.now()
    const take = (chunk) => {
      output += chunk
      if (!show) return
      said = performance.now()
      process.stdout.write(chunk)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    const progress = setInterval(() => {
      if (performance.now() - said < progressMs - 500) return
      console.log(`  ${title}: ${seconds()} s so far`)
    }, progressMs)
    const forward = (signal) => child.kill(signal)
    process.on('SIGINT', forward).on('SIGTERM', forward)
    const finish = (code) => {
      clearInterval(progress)
      process.off('SIGINT', forward).off('SIGTERM', forward)
      resolve({ code, output, seconds: seconds() })
    }
    child.on('error', (error) => {
      output += `${error.message}\n`
      finish(1)
    })
    child.on('close', (code, signal) => {
      if (signal === 'SIGINT' || signal === 'SIGTERM') process.exit(130)
      finish(code ?? 1)
    })
  })
}

/** Runs npm itself; `npm` is a script whose place npm tells when it runs us. */
export function npm(title, args, options) {
  const script = process.env.npm_execpath
  if (script?.endsWith('.js')) return run(title, process.execPath, [script, ...args], options)
  return run(title, 'npm', args, { ...options, shell: process.platform === 'win32' })
}

/** Ends the process with `main`'s exit code; an error ends it with its words. */
export async function command(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    console.error(error instanceof StepError ? error.message : error)
    process.exitCode = 1
  }
}
