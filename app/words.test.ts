import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import messages from '../messages/en.json'

/** What a source file says of itself: whom it imports, whether it runs in browsers, what of the catalog it uses and gives. */
type Source = { imports: string[]; isClient: boolean; uses: string[]; gives: string[] }

const sources = new Map<string, Source>()

function resolved(from: string, specifier: string): string[] {
  const path = specifier.startsWith('@/')
    ? specifier.slice(2)
    : specifier.startsWith('.')
      ? join(dirname(from), specifier)
      : null
  if (path === null) return []
  return [`${path}.ts`, `${path}.tsx`].filter((file) => existsSync(file))
}

function sourceOf(path: string): Source {
  const known = sources.get(path)
  if (known) return known
  const text = readFileSync(path, 'utf8')
  const { importedFiles } = ts.preProcessFile(text)
  const given = [...text.matchAll(/<Words\s+of=\{\[([^\]]*)\]\}/g)].map(([, names]) => names).join()
  const source = {
    imports: importedFiles.flatMap(({ fileName }) => resolved(path, fileName)),
    isClient: /^'use client'/m.test(text),
    uses: [...text.matchAll(/useTranslations\('([\w.]+)'\)/g)].map(([, name]) => name ?? ''),
    gives: [...given.matchAll(/'([\w.]+)'/g)].map(([, name]) => name ?? ''),
  }
  sources.set(path, source)
  return source
}

/** The parts of the catalog that a page's components need in the browser. */
function neededBy(path: string): Set<string> {
  const needed = new Set<string>()
  const seen = new Set<string>()
  const walk = (file: string, inBrowser: boolean) => {
    const { imports, isClient, uses } = sourceOf(file)
    const runsThere = inBrowser || isClient
    if (seen.has(`${file} ${runsThere}`)) return
    seen.add(`${file} ${runsThere}`)
    if (runsThere) for (const name of uses) needed.add(name)
    for (const next of imports) walk(next, runsThere)
  }
  walk(path, false)
  return needed
}

/** The layouts around a page, and itself. */
function around(page: string): string[] {
  const folders = dirname(page).split('/')
  const layouts = folders.map((_, depth) => `${folders.slice(0, depth + 1).join('/')}/layout.tsx`)
  return [...layouts.filter((file) => existsSync(file)), page]
}

const filesNamed = (name: RegExp, folder = 'app') =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => name.test(path))
    .map((path) => join(folder, path))
    .sort()
const pages = filesNamed(/(^|\/)(page|not-found|error)\.tsx$/)

test.each(pages)('%s sends the words that its components need, and no others', (page) => {
  const given = around(page).flatMap((file) => sourceOf(file).gives)
  const isGiven = (name: string) => given.includes(name) || given.includes(name.split('.')[0] ?? '')
  const needed = new Set(around(page).flatMap((file) => [...neededBy(file)]))
  expect([...needed].filter((name) => !isGiven(name)).toSorted()).toEqual([])
  const own = sourceOf(page).gives
  const isNeeded = (name: string) => [...needed].some((one) => one === name || one.startsWith(`${name}.`))
  expect(own.filter((name) => !isNeeded(name))).toEqual([])
})

/** Every message by its place: `ui.copyButton.copy`. */
const placesOf = (tree: object, at: string[] = []): string[] =>
  Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [[...at, name].join('.')] : placesOf(value, [...at, name]),
  )

test('every message is used', () => {
  const texts = ['app', 'components', 'lib']
    .flatMap((folder) => filesNamed(/(?<!\.test)\.tsx?$/, folder))
    .map((path) => readFileSync(path, 'utf8'))
  const named = new Set(
    texts.flatMap((text) => [...text.matchAll(/['"]([\w.-]+)['"]/g)].map(([, name]) => name)),
  )
  // `${kind}.title` may be any kind's title.
  const shapes = texts
    .flatMap((text) => [...text.matchAll(/`((?:[\w.-]|\$\{[^{}`]*\})+)`/g)])
    .map(([, pattern = '']) => pattern.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.')))
    .filter((parts) => parts.length > 1)
    .map((parts) => new RegExp(`^${parts.join('[\\w-]+')}$`))
  const isUsed = (place: string) => {
    const [, , ...rest] = place.split('.')
    const key = rest.join('.')
    return named.has(key) || (rest.length > 1 && shapes.some((shape) => shape.test(key)))
  }
  expect(placesOf(messages).filter((place) => !isUsed(place))).toEqual([])
})
