import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { mostBytesOfFile } from '@/lib/domain/documents/rules/limits'
import { mostBytesOfPart } from '@/lib/domain/recordings/rules'
import { readEnv } from '@/lib/platform/env'
import { buildContext, environmentOf, execForm, readDockerfile, readIgnored } from './dockerfile'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const [build, image] = readDockerfile(read('Dockerfile'))
if (!build || !image) throw new Error('The Dockerfile has fewer than two stages.')
const last = (word: string) => image.steps.findLast((step) => step.word === word)?.text ?? ''
const context = buildContext(root)
/** The settings that are described to whoever runs it. */
const settings = new Set([...read('.env.example').matchAll(/^#(\w+)=/gm)].map(([, name]) => name))

it('a build is given the sources, and nothing that git ignores', () => {
  const isIgnored = readIgnored(root)
  const ignoredByGit = read('.gitignore')
    .split('\n')
    .filter(Boolean)
    // A path that the line means.
    .map((line) => line.replace(/^\//, '').replaceAll('*', 'x').replace(/\/$/, '/file'))
  expect(ignoredByGit).toContain('.env')
  expect(ignoredByGit.filter((path) => !isIgnored(path))).toEqual([])
  expect(isIgnored('.git/config')).toBe(true)
  for (const path of ['server.ts', 'app/layout.tsx', 'lib/studio/main.ts', 'package-lock.json'])
    expect(context).toContain(path)
})

it('what the Dockerfile copies is there, or made by the stage before', () => {
  const made = ['/app/node_modules', '/app/.next']
  const has = (path: string) => context.some((one) => one === path || one.startsWith(`${path}/`))
  for (const { steps } of [build, image])
    for (const { word, flags, text } of steps) {
      if (word !== 'COPY') continue
      const sources = text.split(/\s+/).slice(0, -1)
      const missing = sources.filter((source) =>
        flags.from
          ? !made.includes(source) && !has(source.replace('/app/', ''))
          : source !== '.' && !has(source),
      )
      expect(missing).toEqual([])
    }
})

it('the image has what the server reads at run time', () => {
  const copied = image.steps.filter(({ word }) => word === 'COPY').flatMap(({ text }) => text.split(/\s+/))
  // `npm run image` shows that it is enough; this, that nobody took one away.
  for (const path of ['lib', 'prisma', 'public', 'scripts', 'server.ts', 'tsconfig.json', 'next.config.mjs'])
    expect(copied).toContain(`/app/${path}`)
})

it('the container runs as an ordinary user, with a Node that is allowed, and node gets its signals', () => {
  const { engines } = JSON.parse(read('package.json'))
  const [, least = 0] = /^>=(\d+)/.exec(engines.node) ?? []
  for (const { base } of [build, image])
    expect(Number(/^node:(\d+)-/.exec(base)?.[1])).toBeGreaterThanOrEqual(Number(least))
  expect(build.base).toBe(image.base)
  expect(last('USER')).toBe('node')
  expect(execForm(last('CMD'))).toEqual(['node', '--import', 'tsx', 'server.ts'])
  const check = execForm(last('HEALTHCHECK').replace(/^CMD /, ''))
  expect(check[0]).toBe('node')
  expect(check.at(-1)).toContain('/healthz')
})

it('no secret is in a layer, and what is set there is understood', () => {
  const env = environmentOf(image)
  expect(Object.keys(env).filter((name) => /SECRET|PASSWORD|KEY|DATABASE_URL/.test(name))).toEqual([])
  expect(readEnv(env)).toMatchObject({ PORT: 3000, DATA_DIR: last('VOLUME'), NODE_ENV: 'production' })
  const { min, max } = readEnv(env).MEDIA_PORTS ?? {}
  const exposed = image.steps.filter(({ word }) => word === 'EXPOSE').map(({ text }) => text)
  expect(exposed).toEqual([String(env.PORT), `${min}-${max}/udp`, `${min}-${max}/tcp`])
})

type Service = {
  environment: Record<string, string>
  ports?: string[]
  volumes: string[]
  depends_on?: Record<string, { condition: string }>
  healthcheck?: object
  stop_grace_period: string
  restart: string
}
const compose = parse(read('compose.yaml')) as { services: Record<string, Service>; volumes: object }
const { colloquy, database } = compose.services
if (!colloquy || !database) throw new Error('compose.yaml has no colloquy or no database.')

/** The text with the variables that `given` has in the place of those it names; `:-` has its default, as in compose. */
const filled = (text: string, given: Record<string, string>) =>
  text.replace(/\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g, (_, name, fallback = '') => given[name] || fallback)

it('compose.yaml sets what the server understands, from what its settings name', () => {
  const given = Object.fromEntries(
    [...read('docs/deploy/compose.env').matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  )
  expect(Object.keys(colloquy.environment).filter((name) => !settings.has(name))).toEqual([])
  const needed = [...read('compose.yaml').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name)
  for (const name of needed) expect(given).toHaveProperty(String(name))

  const chosen = {
    ...given,
    POSTGRES_PASSWORD: 'abc',
    APP_SECRET: 's'.repeat(32),
    MEDIA_ANNOUNCED_IP: '192.0.2.1',
  }
  const environment = Object.fromEntries(
    Object.entries(colloquy.environment).map(([name, value]) => [name, filled(value, chosen)]),
  )
  const env = readEnv({ ...environmentOf(image), ...environment })
  expect(env).toMatchObject({
    DATABASE_URL: 'postgresql://colloquy:abc@database:5432/colloquy',
    APP_URL: 'https://talk.example.org',
    MEDIA_ANNOUNCED_IP: '192.0.2.1',
    SIGNUPS: 'open',
  })
  const range = `${env.MEDIA_PORTS?.min}-${env.MEDIA_PORTS?.max}`
  expect(colloquy.ports?.map((port) => filled(port, chosen))).toEqual([
    '127.0.0.1:3000:3000',
    `${range}:${range}/udp`,
    `${range}:${range}/tcp`,
  ])
})

it('compose.yaml keeps the data, waits for the database, and leaves time to stop', () => {
  const named = [...colloquy.volumes, ...database.volumes].map((volume) => volume.split(':')[0])
  expect(Object.keys(compose.volumes).sort()).toEqual(named.sort())
  expect(colloquy.volumes).toEqual([`data:${last('VOLUME')}`])
  expect(colloquy.depends_on?.database?.condition).toBe('service_healthy')
  expect(database.healthcheck).toBeDefined()
  // Five seconds are what server.ts allows itself.
  expect(Number.parseInt(colloquy.stop_grace_period, 10)).toBeGreaterThan(5)
  for (const { restart } of [colloquy, database]) expect(restart).toBe('unless-stopped')
})

it('the proxies let through what the server takes, and keep their connections shorter than it does', () => {
  const nginx = read('docs/deploy/nginx.conf')
  const caddy = read('docs/deploy/Caddyfile')
  const most = Math.max(mostBytesOfFile, mostBytesOfPart) / 1024 ** 2
  expect(Number(/client_max_body_size (\d+)m;/.exec(nginx)?.[1])).toBeGreaterThan(most)
  expect(Number(/max_size (\d+)MiB/.exec(caddy)?.[1])).toBeGreaterThan(most)
  for (const header of ['X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Forwarded-For', 'Upgrade', 'Connection'])
    expect(nginx).toContain(`proxy_set_header ${header} `)
  // nginx closes idle connections to servers after 60 s unless told otherwise, and ours does after 65 s.
  expect(nginx).not.toContain('keepalive_timeout')
})

it('the systemd unit leaves time to stop, and lets V8 write its code', () => {
  const unit = read('docs/deploy/colloquy.service')
  expect(Number(/^TimeoutStopSec=(\d+)s$/m.exec(unit)?.[1])).toBeGreaterThan(5)
  expect(unit).not.toMatch(/^MemoryDenyWriteExecute=/m)
  expect(unit).toContain(`ExecStart=/usr/bin/${execForm(last('CMD')).join(' ')}`)
  const [, assigned = ''] = /^Environment=(.*)$/m.exec(unit) ?? []
  expect(readEnv(Object.fromEntries(assigned.split(' ').map((each) => each.split('='))))).toMatchObject({
    DATA_DIR: '/var/lib/colloquy',
    HOST: '127.0.0.1',
  })
})
