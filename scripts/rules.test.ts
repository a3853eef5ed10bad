import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lockFileFaults } from './lock-file.mjs'
import { vocabularyFaults } from './vocabulary.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
let tree: string

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'colloquy-rules-'))
  for (const file of [
    '.dependency-cruiser.cjs',
    'tsconfig.json',
    'tsconfig.base.json',
    'package.json',
    'package-lock.json',
  ]) {
    cpSync(join(root, file), join(tree, file))
  }
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'))
  plant(sound)
})
afterAll(() => rmSync(tree, { recursive: true, force: true }))

function plant(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), text)
  }
}

function uproot(files: Record<string, string>): void {
  for (const path of Object.keys(files)) rmSync(join(tree, path))
}

const use = (...paths: string[]) =>
  paths.map((path, at) => `import { a as a${at} } from '@/${path}'\nexport const b${at} = a${at}\n`).join('')
/** What the check says about the planted tree, a line for each fault. */
function moduleRuleFaults(): string[] {
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/module-rules.mjs')], {
    cwd: tree,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return stdout.split('\n').filter(Boolean)
}

const thing = 'export const a = 1\n'

/** A small house in which every import is allowed, one module for each kind of place. */
const sound: Record<string, string> = {
  'server.ts': use('lib/engine/index', 'lib/providers/studio/provider', 'prisma/seed'),
  'prisma/seed.ts': use('lib/domain/personas/service') + thing,
  'app/page.tsx': use('components/people/card', 'lib/domain/personas/queries', 'lib/access/session'),
  'app/actions.ts': use('lib/domain/personas/service'),
  'components/ui/button.tsx': thing,
  'components/people/card.tsx':
    use('components/ui/button', 'lib/client/api', 'lib/domain/personas/schema', 'lib/face/face') + thing,
  'lib/client/api.ts': use('lib/protocol/room', 'lib/domain/personas/schema') + thing,
  'lib/protocol/room.ts': thing,
  'lib/face/face.ts': use('lib/protocol/room') + thing,
  'lib/access/session.ts': use('lib/domain/personas/queries', 'lib/platform/database/client') + thing,
  'lib/access/next-auth.ts': `import NextAuth from 'next-auth'\nexport const a = NextAuth\n`,
  'lib/api/app.ts': use('lib/access/session', 'lib/domain/personas/service', 'lib/providers/port') + thing,
  'lib/engine/index.ts': use('lib/engine/inner') + thing,
  'lib/engine/inner.ts': use('lib/domain/personas/service') + thing,
  'lib/domain/personas/schema.ts': thing,
  'lib/domain/personas/rules.ts': use('lib/domain/personas/schema') + thing,
  'lib/domain/personas/queries.ts': use('lib/domain/personas/rules', 'lib/platform/database/client') + thing,
  'lib/domain/personas/service.ts':
    use('lib/domain/personas/queries', 'lib/providers/port', 'lib/platform/database/client') + thing,
  'lib/domain/personas/service.test.ts': use('lib/domain/personas/service', 'e2e/support/world'),
  'lib/providers/port.ts': thing,
  'lib/providers/studio/provider.ts': use('lib/providers/port', 'lib/platform/log') + thing,
  'lib/providers/tavus/provider.ts': thing,
  'lib/studio/main.ts': use('lib/protocol/room', 'lib/platform/log', 'lib/face/face') + thing,
  'lib/platform/log.ts': thing,
  'lib/platform/database/client.ts': `import { readFileSync } from 'node:fs'\nexport const a = readFileSync\n`,
  'e2e/support/world.ts': use('lib/platform/log') + thing,
}

/** For each rule a module that breaks it. */
const violations: [rule: string, path: string, imports: string][] = [
  ['server-wires-lib', 'server.ts', use('components/people/card')],
  ['app-shows', 'app/one.tsx', use('lib/platform/log')],
  ['components-show', 'components/people/one.tsx', use('lib/domain/personas/queries')],
  ['ui-knows-nothing-of-ours', 'components/ui/one.tsx', use('lib/domain/personas/schema')],
  ['client', 'lib/client/one.ts', use('lib/providers/port')],
  ['face', 'lib/face/one.ts', use('lib/domain/personas/schema')],
  ['api', 'lib/api/one.ts', use('lib/engine/index')],
  ['access', 'lib/access/one.ts', use('lib/api/app')],
  ['engine', 'lib/engine/one.ts', use('lib/access/session')],
  ['domain', 'lib/domain/personas/service/one.ts', use('lib/access/session')],
  ['domain-pure', 'lib/domain/personas/lifecycle.ts', use('lib/platform/log')],
  ['domain-queries', 'lib/domain/voices/queries.ts', use('lib/domain/personas/service')],
  ['providers', 'lib/providers/studio/one.ts', use('lib/domain/personas/schema')],
  ['studio', 'lib/studio/one.ts', use('lib/platform/database/client')],
  ['protocol', 'lib/protocol/one.ts', use('lib/domain/personas/schema')],
  [
    'platform',
    'lib/platform/one.ts',
    `import type { a } from '@/lib/protocol/room'\nexport type B = typeof a\n`,
  ],
  ['services-only-in-actions', 'app/two.tsx', use('lib/domain/personas/service')],
  ['next-auth-only-in-app', 'lib/access/two.ts', use('lib/access/next-auth')],
  ['database-only-in-queries-and-services', 'lib/domain/scope.ts', use('lib/platform/database/client')],
  ['engine-has-one-door', 'lib/api/two.ts', use('lib/engine/inner')],
  ['no-provider-knows-another', 'lib/providers/tavus/one.ts', use('lib/providers/studio/provider')],
  ['nothing-imports-the-tools', 'lib/api/three.ts', use('e2e/support/world')],
  ['seed-only-for-the-server', 'lib/api/four.ts', use('prisma/seed')],
  ['tests-are-leaves', 'e2e/one.ts', `import '@/lib/domain/personas/service.test'\n`],
  ['no-cycles', 'lib/platform/circle.ts', use('lib/platform/round')],
  ['nothing-unresolved', 'lib/api/five.ts', use('lib/api/nowhere')],
  ['pure-files-reach-no-io', 'lib/domain/voices/rules.ts', `import 'node:fs'\n`],
  ['browsers-reach-no-server', 'app/three.tsx', `'use client'\n${use('lib/access/session')}`],
]

test('a sound house has no faults, and every violation planted in it is found', () => {
  expect(moduleRuleFaults()).toEqual([])

  const planted = Object.fromEntries(violations.map(([, path, imports]) => [path, imports]))
  plant({ ...planted, 'lib/platform/round.ts': use('lib/platform/circle') + thing })
  const faults = moduleRuleFaults()
  for (const [rule, path] of violations) {
    expect(
      faults.some((fault) => fault.startsWith(`${rule}: ${path} `)),
      `${rule} in ${path}`,
    ).toBe(true)
  }
  uproot({ ...planted, 'lib/platform/round.ts': '' })
  plant(sound)
})

test('every rule is planted above', async () => {
  const { default: rules } = await import('../.dependency-cruiser.cjs')
  const names = (rules as { forbidden: { name: string }[] }).forbidden.map(({ name }) => name)
  expect(violations.map(([rule]) => rule).sort()).toEqual(names.sort())
})

test.each([
  ['attic/one.ts'],
  ['notes.md'],
  ['lib/attic/one.ts'],
  ['lib/one.ts'],
  ['lib/domain/Personas2/schema.ts'],
  ['lib/domain/one.ts'],
  ['lib/domain/personas/mapper.ts'],
  ['lib/client/utils.ts'],
  ['components/people/index.ts'],
])('the name %s is refused', (path) => {
  expect(vocabularyFaults(tree)).toEqual([])
  plant({ [path]: thing })
  expect(vocabularyFaults(tree).join('\n')).toContain(path.split('/')[0])
  rmSync(join(tree, path))
})

test('a lock file without a system, with an address or without a hash is refused', () => {
  const lock = (packages: Record<string, object>) =>
    writeFileSync(join(tree, 'package-lock.json'), JSON.stringify({ packages }))
  const build = 'node_modules/a/node_modules/@a/darwin-x64'
  const whole = {
    '': { optionalDependencies: { b: '1' } },
    'node_modules/a': { integrity: 'sha512-x', optionalDependencies: { '@a/darwin-x64': '1', b: '1' } },
    [build]: { integrity: 'sha512-x' },
    'node_modules/b': { integrity: 'sha512-x' },
  }
  lock(whole)
  expect(lockFileFaults(tree)).toEqual([])

  const { [build]: _, ...partial } = whole
  lock({ ...partial, 'node_modules/b': { resolved: 'https://registry.example/b.tgz' } })
  expect(lockFileFaults(tree)).toEqual([
    '@a/darwin-x64, a build of node_modules/a, is not in the lock file',
    expect.stringMatching(/^node_modules\/b names the registry/),
    'node_modules/b has no integrity',
  ])
})
