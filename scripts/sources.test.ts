import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

/** The product's own sources, without its tests, by path. */
const sources = ['app', 'components', 'lib']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  )
  .concat('server.ts', 'proxy.ts', 'instrumentation-client.ts')
  .filter((path) => /\.(tsx?|mjs)$/.test(path) && !/\.test\.tsx?$|\/fixture\.ts$|\/generated\//.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

/** Each with what is sought, and where it stands for a reason. */
const forbidden: [what: string, sought: RegExp, but: string[]][] = [
  ['text is run as code', /(?<![.\w])eval\(|new Function\(|\bvm\b.*from 'node:vm'/, []],
  [
    'HTML is made of text',
    /dangerouslySetInnerHTML|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write\(/,
    // A script of ours, written out, with the nonce of its page.
    ['components/shell/early-press.tsx'],
  ],
  ['a query is put together as text', /\$(query|execute)RawUnsafe/, []],
  // Names of columns, from a list in the same file.
  ['a query has a part that is not a value', /Prisma\.raw\(/, ['lib/domain/usage/queries/latency.ts']],
  [
    'a shell reads a command',
    /\bexec(Sync)?\(\s*['"`]|import \{[^}]*\bexec(Sync)?\b[^}]*\} from 'node:child_process'|shell: true/,
    [],
  ],
  ['a hash is a broken one', /create(Hash|Hmac)\(\s*'(?!sha256'|sha512')/, []],
  ['a cipher is not an authenticated one', /'(aes|des|rc4|bf)-[\w-]*(?<!gcm)'/i, []],
]

it.each(forbidden)('nowhere %s', (_what, sought, but) => {
  const found = sources.filter(({ text }) => sought.test(text)).map(({ path }) => path)
  expect(found).toEqual(but)
})

it('all sources were read', () => {
  expect(sources.length).toBeGreaterThan(500)
})
