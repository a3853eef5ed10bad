import { systemScope } from '@/lib/access/scopes'
import { actFor } from '@/lib/access/session'
import { listAccounts } from '@/lib/domain/accounts/queries'
import { resetPassword } from '@/lib/domain/accounts/service/password'
import { createAccount, invite } from '@/lib/domain/accounts/service/sign-up'
import { listKeys } from '@/lib/domain/api-keys/queries'
import { createKey, revokeKey } from '@/lib/domain/api-keys/service'
import { listWorkspaces, readWorkspace } from '@/lib/domain/workspaces/queries'
import { updateWorkspace } from '@/lib/domain/workspaces/service/update'
import { systemClock } from '@/lib/platform/clock'
import { openBus } from '@/lib/platform/database/bus'
import { openDatabase } from '@/lib/platform/database/client'
import { openEmbedded } from '@/lib/platform/database/embedded'
import { migrate } from '@/lib/platform/database/migrations'
import { readEnv } from '@/lib/platform/env'
import { base62Text } from '@/lib/platform/ids'
import { createLog } from '@/lib/platform/log'
import { fillRegistry, registry } from '@/lib/platform/registry'
import { openSecrets } from '@/lib/platform/secrets'
import { backUp } from './backup/back-up'
import { restore } from './backup/restore'
import { summary } from './backup/summary'
import { type Command, type Commands, columns, help, number, readArguments, UsageError } from './command-line'

// What whoever runs this installation does without the dashboard. Answers go to stdout, everything else to stderr.

const system = systemScope('admin command')

const commands: Commands = {
  'user:create': {
    says: 'Makes an account with a workspace. Without a password one is made and printed.',
    options: { email: 'address', name: 'text', password: 'text' },
    needs: ['email', 'name'],
    async run({ email = '', name = '', password }) {
      const chosen = password ?? base62Text(20)
      await createAccount(system, { email, name, password: chosen })
      return password ? `${email} can sign in now.` : `${email} can sign in now with the password ${chosen}`
    },
  },
  'user:list': {
    says: 'Lists the accounts.',
    options: {},
    needs: [],
    async run() {
      const accounts = await listAccounts(system)
      return columns(
        ['e-mail', 'name', 'since', 'workspaces'],
        accounts.map(({ email, name, createdAt, memberships }) => [
          email,
          name,
          createdAt.toISOString(),
          memberships.map(({ workspaceId, role }) => `${workspaceId} (${role})`).join(', '),
        ]),
      )
    },
  },
  'user:reset-password': {
    says: 'Gives an account a new password, prints it, and signs the account out everywhere.',
    options: { email: 'address', password: 'text' },
    needs: ['email'],
    async run({ email = '', password }) {
      const chosen = password ?? base62Text(20)
      await resetPassword(system, { email, password: chosen })
      return password ? `The password of ${email} is changed.` : `The password of ${email} is now ${chosen}`
    },
  },
  'user:invite': {
    says: 'Prints a link with which one person can sign up within seven days.',
    options: {},
    needs: [],
    async run() {
      const { APP_URL, PORT } = registry().env
      return `${APP_URL ?? `http://localhost:${PORT}`}/signup?invite=${await invite(system)}`
    },
  },
  'workspace:list': {
    says: 'Lists the workspaces with their limits.',
    options: {},
    needs: [],
    async run() {
      const workspaces = await listWorkspaces(system)
      return columns(
        ['workspace', 'name', 'owners', 'at once', 'minutes a month', 'longest call (s)'],
        workspaces.map((one) => [
          one.id,
          one.name,
          one.owners.join(', '),
          String(one.maxConcurrent),
          String(one.monthlyMinutes ?? 'no limit'),
          String(one.maxCallDuration),
        ]),
      )
    },
  },
  'workspace:limits': {
    says: 'Changes limits of the workspace with this id, or of this owner, and prints them.',
    options: {
      email: 'address',
      workspace: 'id',
      concurrency: 'calls at once',
      minutes: 'a month, or none',
      'longest-call': 'seconds',
    },
    needs: [],
    async run({ email, workspace, concurrency, minutes, 'longest-call': longest }) {
      if (!email === !workspace) throw new UsageError('Name the workspace by either --email or --workspace.')
      const scope = await actFor(system, email ? { email } : { workspaceId: workspace ?? '' })
      await updateWorkspace(scope, {
        max_concurrent: number(concurrency),
        monthly_minutes: minutes === 'none' ? null : number(minutes),
        max_call_duration: number(longest),
      })
      const { id, name, maxConcurrent, monthlyMinutes, maxCallDuration } = await readWorkspace(scope)
      return (
        `${name} (${id}): ${maxConcurrent} at once, ` +
        `${monthlyMinutes ?? 'no limit of'} minutes a month, longest call ${maxCallDuration} s`
      )
    },
  },
  'key:create': {
    says: 'Makes an API key for the workspace of this person and prints the key alone. It is not shown again.',
    options: {
      email: 'address',
      name: 'text',
      'read-only': '',
      expires: 'UTC day',
      ip: 'addresses and networks',
    },
    needs: ['email'],
    async run({ email = '', name = 'Admin command', 'read-only': readOnly, expires, ip }) {
      const { key } = await createKey(await actFor(system, { email }), {
        name,
        ...(readOnly && { scopes: ['read'] }),
        // Its last day is whole.
        ...(expires && { expires_at: `${expires}T23:59:59.999Z` }),
        ...(ip && { addresses: ip.split(',') }),
      })
      return key
    },
  },
  'key:list': {
    says: 'Lists the API keys of the workspace of this person.',
    options: { email: 'address' },
    needs: ['email'],
    async run({ email = '' }) {
      const keys = await listKeys(await actFor(system, { email }))
      return columns(
        ['id', 'begins with', 'name', 'may', 'from', 'made', 'expires', 'last used', 'revoked'],
        keys.map(({ id, hint, name, scopes, addresses, createdAt, expiresAt, usedAt, revokedAt }) => [
          id,
          hint,
          name,
          scopes.join(', '),
          addresses.join(', ') || 'anywhere',
          createdAt.toISOString(),
          expiresAt?.toISOString() ?? 'never',
          usedAt?.toISOString() ?? 'never',
          revokedAt?.toISOString() ?? 'no',
        ]),
      )
    },
  },
  'key:revoke': {
    says: 'Revokes an API key of the workspace of this person.',
    options: { email: 'address', id: 'id of key:list' },
    needs: ['email', 'id'],
    async run({ email = '', id = '' }) {
      await revokeKey(await actFor(system, { email }), id)
      return 'The key is revoked.'
    },
  },
  backup: {
    says: 'Writes everything of this installation as it is now into a file, beside the running server.',
    options: { file: 'name.tar.gz' },
    needs: ['file'],
    opens: 'database as it is',
    async run({ file = '' }) {
      return `${summary(await backUp(file))}\nThey are in ${file}.`
    },
  },
  restore: {
    says: 'Fills an empty installation from such a file, while no server runs.',
    options: { file: 'name.tar.gz' },
    needs: ['file'],
    opens: 'nothing',
    async run({ file = '' }) {
      const log = createLog('warn', process.stderr)
      const manifest = await restore({ path: file, env: readEnv(), clock: systemClock, log })
      return `${summary(manifest)}\nThey are restored; the server can be started.`
    },
  },
}

/** Opens what a command needs, beside a running server or without one; returns how to close it. */
async function open(what: Command['opens']): Promise<() => Promise<void>> {
  if (what === 'nothing') return async () => {}
  const env = readEnv()
  const clock = systemClock
  const log = createLog('warn', process.stderr)
  const opened: (() => Promise<void>)[] = []
  const close = async () => {
    for (const part of opened.reverse()) await part()
  }
  try {
    const embedded = env.DATABASE_URL
      ? undefined
      : await openEmbedded({ dataDir: env.DATA_DIR, log, purpose: 'admin' })
    if (embedded) opened.push(() => embedded.stop())
    const url = embedded?.url ?? env.DATABASE_URL ?? ''
    if (what !== 'database as it is') await migrate({ url, clock, log })
    const { database, pool, close: closeDatabase } = openDatabase({ url, log, max: 2 })
    opened.push(closeDatabase)
    const bus = await openBus({ url, clock, log })
    opened.push(() => bus.close())
    const secrets = openSecrets({ env })
    fillRegistry({ env, clock, log, database, pool, bus, secrets, instanceId: 'admin', providers: new Map() })
    return close
  } catch (error) {
    await close()
    throw error
  }
}

async function main(args: string[]): Promise<void> {
  if (args.length === 0 || ['help', '--help', '-h'].includes(args[0] ?? ''))
    return console.log(help(commands))
  const { command, typed } = readArguments(commands, args)
  const close = await open(command.opens)
  try {
    console.log(await command.run(typed))
  } finally {
    await close()
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = error instanceof UsageError ? 2 : 1
})
