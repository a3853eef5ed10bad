import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { twMerge } from 'tailwind-merge'
import { expect, test } from 'vitest'
import { cn } from './cn'

const root = join(import.meta.dirname, '../..')

/** Every word in a text of the components and pages that the whole library knows as a class. */
function classesInUse(): string[] {
  const words = new Set<string>()
  for (const folder of ['app', 'components']) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.tsx')) continue
      const source = readFileSync(join(root, folder, file), 'utf8')
      for (const [, , text = ''] of source.matchAll(/(["'`])((?:(?!\1)[^\\\n])*)\1/g))
        for (const word of text.split(/\s+/)) if (word) words.add(word)
    }
  }
  return [...words].filter((word) => twMerge(`${word} ${word}`) === word)
}

test('of any two classes in use, the same give way as with the whole table of the library', () => {
  const all = classesInUse()
  expect(all.length).toBeGreaterThan(400)
  // Classes of different variants never meet: `hover:p-1` and `p-2`.
  const variantOf = (name: string) => name.slice(0, name.lastIndexOf(':') + 1)
  const wrong: string[] = []
  for (const first of all)
    for (const second of all)
      if (first !== second && variantOf(first) === variantOf(second)) {
        const pair = `${first} ${second}`
        if (cn(pair) !== twMerge(pair)) wrong.push(pair)
      }
  expect(wrong).toEqual([])
})

test('the later of two wins, and false is nothing', () => {
  expect(cn('p-2 text-sm', 'px-3', false, { 'text-base': true })).toBe('p-2 px-3 text-base')
})
