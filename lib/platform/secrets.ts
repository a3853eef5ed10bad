import { hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Env } from './env'

/** What the installation signs and seals with, all from one root secret. */
export type Secrets = {
  /** next-auth's secret for the session cookie; base64url. */
  nextAuth: string
  /** HMAC key of the meeting tokens; 32 bytes. */
  roomTokens: Uint8Array
  /** HMAC key of the tickets by which participants return to a room. */
  roomTickets: string
  /** HMAC key of the addresses at which providers tell of conversations; 32 bytes. */
  providerCallbacks: Uint8Array
  /** AES-256 key for provider keys at rest; 32 bytes. */
  encryption: Uint8Array
  /** Value for NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: 32 bytes as base64, the same on every instance. */
  serverActions: string
}

/** The file in the data folder that holds the root secret of an installation on the embedded database. */
const fileName = 'secret'

/**
 * The secrets of this installation: from APP_SECRET where the database is shared, else from a root secret that is made
 * once and kept in the data folder (mode 0600).
 * @throws Error in words when the file is damaged
 */
export function openSecrets({
  env,
}: {
  env: Pick<Env, 'DATABASE_URL' | 'APP_SECRET' | 'DATA_DIR'>
}): Secrets {
  return deriveSecrets(env.APP_SECRET ? rootSecret(env.APP_SECRET) : keptRoot(env.DATA_DIR))
}

/**
 * The root secret that APP_SECRET says: its own text; or, behind `kept:`, the one from a data folder, so that an
 * installation that grows out of the embedded database can still open what it has sealed.
 */
export function rootSecret(appSecret: string): Uint8Array {
  const kept = /^kept:([A-Za-z0-9_-]{43})$/.exec(appSecret.trim())?.[1]
  return kept ? Buffer.from(kept, 'base64url') : Buffer.from(appSecret, 'utf8')
}

/** HKDF-SHA256 of `root` under one label for each use, so that no secret tells anything about another. */
export function deriveSecrets(root: Uint8Array): Secrets {
  const derive = (label: string) =>
    new Uint8Array(hkdfSync('sha256', root, new Uint8Array(), `colloquy/${label}`, 32))
  return {
    nextAuth: Buffer.from(derive('next-auth')).toString('base64url'),
    roomTokens: derive('room-tokens'),
    roomTickets: Buffer.from(derive('room-tickets')).toString('base64url'),
    providerCallbacks: derive('provider-callbacks'),
    encryption: derive('encryption'),
    serverActions: Buffer.from(derive('server-actions')).toString('base64'),
  }
}

function keptRoot(dataDir: string): Uint8Array {
  const path = join(dataDir, fileName)
  if (!existsSync(path)) makeRoot(dataDir, path)
  const root = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url')
  if (root.length !== 32) {
    throw new Error(
      `The secret in ${path} is damaged. Restore it from a backup, or remove it: everybody signs in anew.`,
    )
  }
  return root
}

/** Written aside and linked into place: of two processes that start at once, both use the first one's. */
function makeRoot(dataDir: string, path: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}
