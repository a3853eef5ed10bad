// What OWASP's Application Security Verification Standard asks at level 1, and the tests that show it: docs/asvs.json holds
// the lines, this writes docs/asvs.md of them. `npm run verify` looks whether the tests are there.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { root } from './steps.mjs'

/** What a line can say of itself. All but the first need no test, and say why in `how`. */
const states = ['met', 'partly', 'not met', 'operator', 'not applicable']

/** How many requirements of level 1 the standard has (5.0.0). */
const requirements = 70

const readLines = (from) => JSON.parse(readFileSync(join(from, 'docs/asvs.json'), 'utf8'))

/** The titles of the tests in a source, each after those of the groups around it: `signing in › opens a session`. */
export function testTitles(source) {
  const titles = new Set()
  const file = ts.createSourceFile('test.ts', source, ts.ScriptTarget.Latest)
  const visit = (node, outer) => {
    const call = ts.isCallExpression(node) ? titled(node) : undefined
    const inner = call ? [...outer, call.title] : outer
    if (call?.runs) titles.add(inner.join(' › '))
    ts.forEachChild(node, (child) => visit(child, inner))
  }
  visit(file, [])
  return titles
}

/** The title of a test or of a group of them, as it is written; undefined for other calls and for tests that do not run. */
function titled({ expression, arguments: [first] }) {
  const words = []
  let callee = expression
  while (!ts.isIdentifier(callee)) {
    if (ts.isPropertyAccessExpression(callee)) words.push(callee.name.text)
    else if (!ts.isCallExpression(callee)) return undefined
    callee = callee.expression
  }
  const isTest = callee.text === 'it' || (callee.text === 'test' && !words.includes('describe'))
  const isGroup = callee.text === 'describe' || words.includes('describe')
  if ((!isTest && !isGroup) || words.some((word) => /^(skip|todo|fixme|fails)$/.test(word))) return undefined
  if (!first || !(ts.isStringLiteralLike(first) || ts.isTemplateExpression(first))) return undefined
  const title = ts.isTemplateExpression(first)
    ? first.head.text + first.templateSpans.map(({ literal }) => `…${literal.text}`).join('')
    : first.text
  return { title, runs: isTest }
}

/** What is wrong with the lines, in words. */
export function lineFaults(lines, titlesOf) {
  const faults = []
  const ids = lines.map(({ id }) => id)
  if (new Set(ids).size !== requirements || ids.length !== requirements)
    faults.push(`${ids.length} lines (${new Set(ids).size} different), and level 1 has ${requirements}`)
  for (const { id, subject, state = 'met', how, tests = {} } of lines) {
    if (!states.includes(state)) faults.push(`${id}: "${state}" is no state`)
    if (!subject || !how) faults.push(`${id} does not say what it is about and how it stands`)
    if (state === 'met' && Object.keys(tests).length === 0) faults.push(`${id} is met, and names no test`)
    for (const [path, wanted] of Object.entries(tests)) {
      const found = titlesOf(path)
      if (wanted.length === 0) faults.push(`${id} names no test of ${path}`)
      for (const title of wanted) if (!found.has(title)) faults.push(`${id}: ${path} has no test "${title}"`)
    }
  }
  return faults
}

const cell = (text) => text.replaceAll('|', '\\|')

/** The page of the lines, in Markdown. */
function page(lines) {
  const count = (wanted) => lines.filter(({ state = 'met' }) => state === wanted).length
  const rows = lines.map(({ id, subject, state = 'met', how, tests = {} }) => {
    const shown = Object.entries(tests).flatMap(([path, titles]) => [
      `[${path.split('/').at(-1)}](../${encodeURI(path)}): ${titles.map((title) => `*${cell(title)}*`).join('; ')}`,
    ])
    return `| ${id} | ${cell(subject)} | ${state} | ${cell(how)} | ${shown.join('<br>')} |`
  })
  return `# OWASP ASVS 5.0.0, level 1

The ${requirements} requirements of level 1 of the [Application Security Verification
Standard](https://owasp.org/www-project-application-security-verification-standard/) 5.0.0, what each is about in our own
words (the standard has its text), how Colloquy stands, and the tests that show it. ${count('met')} are met, ${count('partly')} in part,
${count('not met')} are not; ${count('operator')} are up to whoever runs it, and ${count('not applicable')} are about what it does not have.

\`node scripts/asvs.mjs\` writes this page from [asvs.json](asvs.json). \`npm run verify\` fails when a test that is named here
is not there, when a line that is met names none, and when this page is not up to date. The tests themselves run with
\`npm test\`, among them a scan of every page by Mozilla's HTTP Observatory, which prints its grades:

\`\`\`sh
npx playwright test e2e/journeys/observatory.spec.ts --project=journeys   # after \`npm test\` has built the pages
\`\`\`

| # | about | state | how | tests |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`
}

/** What is wrong with what the repository at `from` says of the standard, in words. */
function asvsFaults(from) {
  const lines = readLines(from)
  const known = new Map()
  const titlesOf = (path) => {
    const file = join(from, path)
    if (!known.has(path))
      known.set(path, existsSync(file) ? testTitles(readFileSync(file, 'utf8')) : new Set())
    return known.get(path)
  }
  const faults = lineFaults(lines, titlesOf)
  const written = join(from, 'docs/asvs.md')
  if (!existsSync(written) || readFileSync(written, 'utf8') !== page(lines))
    faults.push('docs/asvs.md is not what docs/asvs.json says: node scripts/asvs.mjs writes it')
  return faults
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (!process.argv.includes('--check')) writeFileSync(join(root, 'docs/asvs.md'), page(readLines(root)))
  const faults = asvsFaults(root)
  for (const fault of faults) console.log(fault)
  process.exitCode = faults.length === 0 ? 0 : 1
}
