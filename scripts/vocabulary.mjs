// The closed lists: which names may stand at the top, in lib, and in a noun's folder. A new name is a decision.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'

const top = {
  folders: [
    '.ci',
    '.github',
    'app',
    'bench',
    'components',
    'docs',
    'e2e',
    'lib',
    'messages',
    'prisma',
    'public',
    'scripts',
  ],
  files: [
    ...[
      'server.ts',
      'proxy.ts',
      'instrumentation-client.ts',
      'README.md',
      'LICENSE',
      'THIRD-PARTY-NOTICES.md',
      'CONTRIBUTING.md',
      'SECURITY.md',
    ],
    ...[
      'package.json',
      'package-lock.json',
      '.npmrc',
      '.gitignore',
      '.gitattributes',
      '.env.example',
      'CHANGELOG.md',
    ],
    ...[
      '.nvmrc',
      '.dockerignore',
      'Dockerfile',
      'compose.yaml',
      'tsconfig.json',
      'tsconfig.base.json',
      'biome.json',
    ],
    ...['knip.json', '.dependency-cruiser.cjs', 'next.config.mjs', 'postcss.config.mjs', 'vitest.config.ts'],
    ...['playwright.config.ts', 'components.json'],
  ],
}
const libFolders = [
  'access',
  'api',
  'client',
  'domain',
  'engine',
  'face',
  'platform',
  'protocol',
  'providers',
  'studio',
]
/** Beside the folders of nouns. */
const domainFiles = ['scope.ts', 'errors.ts']
/** Each may be a file, or a folder of that name with a file per verb. */
const nounFiles = ['schema', 'lifecycle', 'rules', 'serialize', 'queries', 'service']
const forbiddenNames = /^(utils?|helpers?|common|misc|shared|index)(\.tsx?)?$/

/** The files that git tracks or would track. */
function entries(root) {
  const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '--', '.'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  // Outside a clone (a copy, an archive) everything counts but what is never part of the sources.
  const ignored =
    /^(node_modules|\.git|\.next.*|data|test-results|playwright-report|generated|next-env\.d\.ts|\.env|\.env\.local|.*\.tsbuildinfo)$/
  const paths =
    listed.status === 0
      ? listed.stdout.split('\n').filter((path) => path && existsSync(join(root, path)))
      : readdirSync(root, { recursive: true, withFileTypes: true })
          .filter((entry) => !entry.isDirectory())
          .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  return paths.filter((path) => !path.split('/').some((part) => ignored.test(part)))
}

/** What in the tree at `root` bears a name that is on no list, in words. */
export function vocabularyFaults(root) {
  const paths = entries(root)
  const faults = []
  const inside = (prefix) =>
    new Set(
      paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length).split('/')[0]),
    )
  const isFolder = (path) => paths.some((other) => other.startsWith(`${path}/`))

  for (const name of inside('')) {
    if (!(isFolder(name) ? top.folders : top.files).includes(name))
      faults.push(`${name}: no such entry belongs at the top`)
  }
  for (const name of inside('lib/')) {
    if (!isFolder(`lib/${name}`) || !libFolders.includes(name))
      faults.push(`lib/${name}: not on the list of lib's folders`)
  }
  for (const name of inside('lib/domain/')) {
    const path = `lib/domain/${name}`
    if (isFolder(path)) {
      if (!/^[a-z]+(-[a-z]+)*$/.test(name)) faults.push(`${path}: a noun in small letters, please`)
      for (const file of inside(`${path}/`)) {
        if (file === 'testdata') continue
        const word = isFolder(`${path}/${file}`) ? file : file.replace(/(\.test)?\.ts$/, '')
        if (!nounFiles.includes(word)) faults.push(`${path}/${file}: a noun has only ${nounFiles.join(', ')}`)
      }
    } else if (!domainFiles.includes(name.replace('.test.ts', '.ts')))
      faults.push(`${path}: only nouns live here`)
  }
  for (const path of paths) {
    const name = path.split('/').find((part) => forbiddenNames.test(part))
    // The engine has one door, and that is its name.
    if (name && path !== 'lib/engine/index.ts') faults.push(`${path}: "${name}" says nothing`)
  }
  return faults
}
