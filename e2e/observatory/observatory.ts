import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { npm } from '@/scripts/steps.mjs'

const run = promisify(execFile)
const here = import.meta.dirname
/** Where it is installed: beside the packages of the product, where no check of the sources looks. */
const home = join(here, '../../node_modules/.cache/observatory')
const scanner = join(home, 'node_modules/@mdn/mdn-http-observatory')

/** What the scanner says of a page: 100 and more is A+. `faults` are the tests that it does not pass, in its words. */
export type Verdict = { grade: string; score: number; statusCode: number; faults: string[] }

/** Installs the scanner as its lock file has it, unless it is there. */
export async function ensureScanner(): Promise<void> {
  const { dependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))
  const [wanted] = Object.values(dependencies)
  const found = join(scanner, 'package.json')
  if (existsSync(found) && JSON.parse(readFileSync(found, 'utf8')).version === wanted) return
  mkdirSync(home, { recursive: true })
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(here, file), join(home, file))
  // Its scripts would compile a driver that scanning does not use, and download lists.
  const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund']
  const { code, output } = await npm('installing the scanner', words, { cwd: home })
  if (code !== 0) throw new Error(`The scanner could not be installed. ${output}`)
  // The list of names that browsers know to be https alone, which it downloads: ours is on none.
  writeFileSync(join(scanner, 'conf/hsts-preload.json'), '{}\n')
}

/** Scans pages of a server whose certificate is in the file `certificate`. @throws where the scanner cannot judge one */
export async function scanPages(host: string, paths: string[], certificate: string): Promise<Verdict[]> {
  const places = paths.map((path) => host + path)
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificate, NO_PROXY: 'localhost' }
  const { stdout } = await run(process.execPath, [join(here, 'scan.mjs'), scanner, ...places], { env })
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}
