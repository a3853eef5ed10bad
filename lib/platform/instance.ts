import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Env } from './env'
import { rowId } from './ids'

const fileName = 'instance-id'

/** The stable id of this server among those that share its database: INSTANCE_ID, or one kept in the data folder. */
export function openInstanceId(env: Pick<Env, 'INSTANCE_ID' | 'DATA_DIR'>): string {
  if (env.INSTANCE_ID) return env.INSTANCE_ID
  const path = join(env.DATA_DIR, fileName)
  if (existsSync(path)) return readFileSync(path, 'utf8').trim()
  mkdirSync(env.DATA_DIR, { recursive: true })
  const id = rowId()
  writeFileSync(path, `${id}\n`)
  return id
}
