import type { KeyScope, SystemScope } from '@/lib/domain/scope'
import { storableText } from '@/lib/platform/database/storable'
import { rowId } from '@/lib/platform/ids'
import { redactUrl } from '@/lib/platform/log'
import { registry } from '@/lib/platform/registry'
import { bodyKept, withoutSecrets } from '../rules'

/** A call of the API as it is to be noted; bodies are JSON texts, or null where none is kept. */
export type Call = {
  requestId: string
  at: Date
  method: string
  path: string
  query: string
  status: number
  /** Milliseconds. */
  duration: number
  address: string
  userAgent: string
  idempotencyKey: string | null
  subjectId: string | null
  requestBody: string | null
  answerBody: string | null
}

/** Whose call it was, also where it was refused because of the key. */
export type Caller = Pick<KeyScope, 'workspaceId' | 'apiKeyId'>

type Line = Call & Caller & { id: string }

/** Calls are written together: this many, or those of this many milliseconds. */
const most = 200
const pauseMs = 200
/** While the database is away so many wait for it; then the oldest are given up. */
const mostWaiting = 5_000

let waiting: Line[] = []
let alarm: { cancel(): void } | undefined
let writing: Promise<void> = Promise.resolve()

/** Notes a call in the log of its workspace, soon, without its secrets; nothing where no log is kept. */
export function noteCall(caller: Caller, call: Call): void {
  const { clock, env, log } = registry()
  if (env.REQUEST_LOG_DAYS === 0) return
  const { workspaceId, apiKeyId } = caller
  waiting.push({ ...call, id: rowId(), workspaceId, apiKeyId })
  if (waiting.length > mostWaiting) {
    log.warn({ calls: waiting.length - mostWaiting }, 'Calls are missing from the request log')
    waiting = waiting.slice(-mostWaiting)
  }
  if (waiting.length >= most) void flushCalls().catch(() => {})
  else
    alarm ??= clock.alarm(new Date(clock.now().getTime() + pauseMs), () => void flushCalls().catch(() => {}))
}

/** Writes what was noted so far. What cannot be written is tried again with the next call. */
export async function flushCalls(): Promise<void> {
  alarm?.cancel()
  alarm = undefined
  // One after the other, so that who waits for this knows that what came before is written too.
  const task = writing.catch(() => {}).then(write)
  writing = task
  await task
}

async function write(): Promise<void> {
  const lines = waiting
  waiting = []
  if (lines.length === 0) return
  try {
    await insert(lines).catch(async (error) => {
      if (!isOrphan(error)) throw error
      // A workspace was deleted meanwhile, and its calls with it. The others' are written one by one.
      for (const line of lines) await insert([line]).catch((each) => isOrphan(each) || Promise.reject(each))
    })
  } catch (error) {
    waiting = [...lines, ...waiting]
    registry().log.warn(
      { error, calls: lines.length },
      'The request log could not be written; it is tried again',
    )
    throw error
  }
}

const columns = `id text, workspace_id text, api_key_id text, request_id text, at timestamptz, method text, path text,
  query text, status int, duration int, address text, user_agent text, idempotency_key text, subject_id text,
  request_body text, answer_body text`
const names = columns.replaceAll(/ (text|int|timestamptz)/g, '')

/** As one statement with one parameter: with Prisma's the log would cost a list a tenth of its rate. */
async function insert(lines: Line[]): Promise<void> {
  await registry().pool.query({
    name: 'note calls',
    text: `insert into api_requests (${names})
      select ${names} from jsonb_to_recordset($1::jsonb) as line(${columns}) on conflict (id) do nothing`,
    values: [JSON.stringify(lines.map(stored))],
  })
}

/** Whether a row names a workspace that does not exist (foreign_key_violation). */
const isOrphan = (error: unknown) => (error as { code?: string }).code === '23503'

/** The line without secrets, and no longer than is kept, by the names of its columns. */
function stored(line: Line) {
  const { requestBody, answerBody } = line
  return {
    id: line.id,
    workspace_id: line.workspaceId,
    api_key_id: line.apiKeyId,
    request_id: line.requestId,
    at: line.at,
    method: line.method,
    path: beginning(line.path, 500),
    query: beginning(redactUrl(line.query), 1000),
    status: line.status,
    duration: line.duration,
    address: line.address,
    user_agent: beginning(line.userAgent, 300),
    idempotency_key: line.idempotencyKey,
    subject_id: line.subjectId,
    request_body: requestBody === null ? null : beginning(readable(requestBody), bodyKept.request),
    answer_body: answerBody === null ? null : beginning(readable(answerBody), bodyKept.answer),
  }
}

/** The beginning of a text as PostgreSQL stores it. */
const beginning = (text: string, longest: number) => storableText(text.slice(0, longest))

/** A body without its secrets; what is no JSON could hide some anywhere, so it is not kept. */
function readable(body: string): string {
  if (body.trim() === '') return ''
  try {
    return redactUrl(JSON.stringify(withoutSecrets(JSON.parse(body))))
  } catch {
    return '(not JSON)'
  }
}

/** Rows deleted in one statement. */
const batch = 5_000

/** Forgets calls older than the log is kept for, and answers that were kept for repetitions until now. */
export async function forgetRequests(_system: SystemScope): Promise<void> {
  const { database, clock, env } = registry()
  const now = clock.now()
  const before = new Date(now.getTime() - env.REQUEST_LOG_DAYS * 86_400_000)
  for (let deleted = batch; deleted === batch; ) {
    deleted = await database.$executeRaw`
      delete from api_requests where id in (select id from api_requests where at < ${before} limit ${batch})`
  }
  await database.idempotentRequest.deleteMany({ where: { expiresAt: { lte: now } } })
}
