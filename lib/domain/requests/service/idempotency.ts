import type { KeyScope } from '@/lib/domain/scope'
import { rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { seal, unseal } from '@/lib/platform/seal'
import { idempotencyLifeMs, subjectOf, takenOverAfterMs } from '../rules'

/** What a request was answered with. */
export type Answered = { status: number; body: string }

/** A request that is to be carried out now: until `finishRequest` or `dropRequest` it is nobody else's. */
export type Running = { key: string; requestKey: string; startedAt: Date }

/** What to do with a request under an idempotency key. */
export type Begun = { run: Running } | { answered: Answered } | { refused: 'other-parameters' | 'in-flight' }

/** What this process carries out. What is of this server and not in here was left by a crash. */
const running = new Set<string>()
const nameOf = (scope: KeyScope, key: string) => `${scope.workspaceId} ${key}`

type Row = {
  fingerprint: string
  instanceId: string
  startedAt: Date
  status: number | null
  answer: string | null
}

/**
 * Takes a request up under its idempotency key, once: of many at the same time one runs, the others are told that it
 * does. One that was answered within a day is answered with the same. One whose server is gone is run again, under the
 * key that what it created is known by, so that nothing is created twice.
 */
export async function beginRequest(scope: KeyScope, key: string, fingerprint: string): Promise<Begun> {
  const name = nameOf(scope, key)
  if (running.has(name)) {
    const found = await find(scope, key)
    return found && found.fingerprint !== fingerprint
      ? { refused: 'other-parameters' }
      : { refused: 'in-flight' }
  }
  // Before the row is: whoever reads it must not take it for one that a crash left.
  running.add(name)
  const begun = await take(scope, key, fingerprint).catch((error) => {
    running.delete(name)
    throw error
  })
  if (!('run' in begun)) running.delete(name)
  return begun
}

const find = ({ workspaceId }: KeyScope, key: string): Promise<Row | null> =>
  registry().database.idempotentRequest.findUnique({ where: { workspaceId_key: { workspaceId, key } } })

async function take(scope: KeyScope, key: string, fingerprint: string): Promise<Begun> {
  const { database, clock, instanceId } = registry()
  const { workspaceId } = scope
  for (;;) {
    const startedAt = clock.now()
    const expiresAt = new Date(startedAt.getTime() + idempotencyLifeMs)
    const [mine] = await database.$queryRaw<{ requestKey: string }[]>`
      insert into idempotent_requests
        (workspace_id, key, fingerprint, request_key, instance_id, started_at, expires_at)
      values (${workspaceId}, ${key}, ${fingerprint}, ${rowId()}, ${instanceId}, ${startedAt}, ${expiresAt})
      on conflict (workspace_id, key) do update set
        fingerprint = excluded.fingerprint, request_key = excluded.request_key,
        instance_id = excluded.instance_id, started_at = excluded.started_at, expires_at = excluded.expires_at,
        status = null, answer = null
      where idempotent_requests.expires_at <= ${startedAt}
      returning request_key as "requestKey"`
    if (mine) return { run: { key, requestKey: mine.requestKey, startedAt } }
    const found = await find(scope, key)
    if (!found) continue
    if (found.fingerprint !== fingerprint) return { refused: 'other-parameters' }
    if (found.status !== null) {
      return { answered: { status: found.status, body: unseal(found.answer ?? '') } }
    }
    if (!isLeft(found, startedAt)) return { refused: 'in-flight' }
    const [left] = await database.idempotentRequest.updateManyAndReturn({
      where: { workspaceId, key, status: null, startedAt: found.startedAt, instanceId: found.instanceId },
      data: { instanceId, startedAt, expiresAt },
      select: { requestKey: true },
    })
    if (left) return { run: { key, requestKey: left.requestKey, startedAt } }
  }
}

/** Whether nobody carries the request out any more; this server does not, or would not have come here. */
function isLeft({ instanceId, startedAt }: Row, now: Date): boolean {
  return instanceId === registry().instanceId || startedAt.getTime() + takenOverAfterMs <= now.getTime()
}

/** Keeps the answer for repetitions. */
export async function finishRequest(
  scope: KeyScope,
  run: Running,
  { status, body }: Answered,
): Promise<void> {
  try {
    await registry().database.idempotentRequest.updateMany({
      where: { ...placeOf(scope, run), status: null },
      data: { status, answer: seal(body), subjectId: body === '' ? null : subjectOf(JSON.parse(body)) },
    })
  } finally {
    running.delete(nameOf(scope, run.key))
  }
}

/** Gives the key back after a request that did nothing, so that it can be made again. */
export async function dropRequest(scope: KeyScope, run: Running): Promise<void> {
  try {
    await registry().database.idempotentRequest.deleteMany({
      where: { ...placeOf(scope, run), status: null },
    })
  } finally {
    running.delete(nameOf(scope, run.key))
  }
}

const placeOf = ({ workspaceId }: KeyScope, { key, startedAt, requestKey }: Running) => ({
  workspaceId,
  key,
  startedAt,
  requestKey,
})
