import { keepBackground } from '@/lib/domain/backgrounds/service'
import { isOutside, type ProviderName } from '@/lib/domain/connections/rules'
import { inProvider, refusal } from '@/lib/domain/connections/service/account'
import { type Facts, nextDeadline } from '@/lib/domain/conversations/lifecycle'
import { defaultName } from '@/lib/domain/conversations/rules'
import {
  type ConversationRequest,
  type ConversationSettings,
  conversationCreate,
  settle,
  withoutBlanks,
} from '@/lib/domain/conversations/schema/request'
import type { Conversation } from '@/lib/domain/conversations/schema/response'
import {
  isRemote,
  type PricedRow,
  settingsOf,
  storedCast,
  timersOf,
  toWire,
} from '@/lib/domain/conversations/serialize'
import { DomainError } from '@/lib/domain/errors'
import { memoriesIn } from '@/lib/domain/memories/queries'
import { nameStores } from '@/lib/domain/memories/service/stores'
import { modelsIn, modelsOf } from '@/lib/domain/models/rules/mind'
import { layersOf } from '@/lib/domain/models/serialize'
import { storedChoice } from '@/lib/domain/models/service/choose'
import { checkStorage } from '@/lib/domain/recordings/service/check-storage'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { checkTarget } from '@/lib/domain/webhooks/service/targets'
import { mayWrite, monthlyBound, monthlySeconds, storedPrice } from '@/lib/domain/workspaces/rules'
import { wait } from '@/lib/platform/clock'
import { type Database, inTransaction, isTaken, type Transaction } from '@/lib/platform/database/client'
import type { Workspace } from '@/lib/platform/database/generated/client'
import { conversationId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { seal } from '@/lib/platform/seal'
import { problemOf } from '@/lib/providers/account'
import { change } from './change'
import { lockWorkspace } from './locks'
import { roomRequest } from './room-request'
import { secondsLeft, shareMinutes } from './share-minutes'
import { announce } from './store'
import { resolveWish, type Wish } from './wish'

/** How a create request is made: under which key a repetition is recognised, and our own origin. */
export type CreateOptions = { requestKey?: string; origin: string }

/**
 * Creates a conversation: takes a slot, opens its room at the provider, starts usage. Asked again under the same
 * `requestKey` it returns what the first request made.
 * @throws DomainError `invalid` or `not-found` with the field to blame, `concurrency`, `minutes`, `forbidden`, or
 * `unavailable` when the provider could not start it (the slot is free again then)
 */
export async function createConversation(
  scope: WorkspaceScope,
  body: unknown,
  { requestKey, origin }: CreateOptions,
): Promise<Conversation> {
  mayWrite(scope)
  const request = parsed(body)
  if (request.callback_url) checkTarget(request.callback_url, 'callback_url')
  const wish = await resolveWish(scope, request)
  if (!request.test_mode && !isOutside(wish.provider)) {
    await checkStorage(settle(request, Number.POSITIVE_INFINITY).properties)
  }
  const { row, made } = await reserve(scope, { ...wish, requestKey })
  if (row.status !== 'starting') return toWire(row, origin)
  // Whoever reserved it may have gone before it began: a room of ours is opened by whoever asks again, since opening it
  // twice is opening it once. Elsewhere a start is asked for once.
  const isOurs = row.instanceId === registry().instanceId
  return toWire(await (made || isOurs ? started(scope, row) : begunByOther(row)), origin)
}

function parsed(body: unknown): ConversationRequest {
  const result = conversationCreate.safeParse(withoutBlanks(body ?? {}))
  if (result.success) return result.data
  const [issue] = result.error.issues
  const field = issue?.path.join('.')
  if (!field) throw new DomainError('invalid', 'The request body must be a JSON object.')
  throw new DomainError('invalid', issue?.message ?? `${field} is not usable.`, { field })
}

type Keyed = Wish & { requestKey: string | undefined }
type Reserved = { row: PricedRow; made: boolean }

/** Takes the slot: all checks that races must not slip through are made under the workspace's lock. */
async function reserve(scope: WorkspaceScope, wish: Keyed): Promise<Reserved> {
  const { database } = registry()
  const { requestKey } = wish
  const { workspaceId } = scope
  const before = (db: Transaction | Database) => findByRequestKey(db, scope, requestKey)
  const attempt = () =>
    inTransaction(database, async (tx): Promise<Reserved> => {
      await lockWorkspace(tx, workspaceId)
      const earlier = await before(tx)
      if (earlier) return { row: earlier, made: false }
      return { row: await insert(tx, scope, wish), made: true }
    })
  try {
    return await attempt()
  } catch (error) {
    const earlier = isTaken(error) ? await before(database) : null
    if (earlier) return { row: earlier, made: false }
    throw error
  }
}

async function findByRequestKey(
  db: Transaction | Database,
  scope: WorkspaceScope,
  requestKey: string | undefined,
): Promise<PricedRow | null> {
  if (requestKey === undefined) return null
  return await db.conversation.findUnique({
    where: { workspaceId_requestKey: { workspaceId: scope.workspaceId, requestKey } },
    include: { workspace: { select: storedPrice } },
  })
}

async function insert(
  tx: Transaction,
  scope: WorkspaceScope,
  { request, provider, cast, thinking, spoken, documentIds, requestKey }: Keyed,
): Promise<PricedRow> {
  const { clock, instanceId } = registry()
  const { workspaceId } = scope
  const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } })
  const settings: ConversationSettings = settle(request, workspace.maxCallDuration, spoken)
  const now = clock.now()
  if (!settings.test_mode) await checkRoom(tx, workspace, now)
  const { background } = settings.properties
  if (background) settings.properties.background = await keepBackground(tx, scope, background, now)
  // A test makes the row and nothing else: no room, no usage, no slot.
  const deadline = settings.test_mode ? null : nextDeadline(atFirst(settings, provider, now))
  const row = await tx.conversation.create({
    data: {
      id: conversationId(),
      workspaceId,
      accountId: scope.accountId,
      apiKeyId: scope.kind === 'key' ? scope.apiKeyId : null,
      requestKey: requestKey ?? null,
      name: request.conversation_name?.trim() || defaultName(cast.replica.name),
      personaId: cast.persona.id,
      personaName: cast.persona.name,
      replicaId: cast.replica.id,
      replicaName: cast.replica.name,
      settings,
      cast: storedCast(cast),
      ...(thinking && {
        models: storedChoice(
          modelsIn(
            settings.properties.language,
            modelsOf({ ...thinking, workspace: layersOf(workspace.models) }),
          ),
        ),
      }),
      documentIds,
      callbackUrl: request.callback_url ?? null,
      provider,
      instanceId: isOutside(provider) ? null : instanceId,
      createdAt: now,
      updatedAt: now,
      deadlineAt: deadline?.at ?? null,
      deadlineReason: deadline?.reason ?? null,
      ...(settings.test_mode
        ? { status: 'ended', endedAt: now, endReason: 'test_mode', duration: 0 }
        : { status: 'starting' }),
    },
  })
  if (!settings.test_mode && !isOutside(provider))
    await nameStores(tx, workspaceId, settings.memory_stores, now)
  if (deadline && monthlySeconds(workspace) !== null) await shareMinutes(tx, workspaceId, now)
  await announce(tx, [row])
  return { ...row, workspace }
}

/** How a conversation stands that is to be made now. */
const atFirst = (settings: ConversationSettings, provider: ProviderName, createdAt: Date): Facts => ({
  status: 'starting',
  remote: isOutside(provider),
  createdAt,
  confirmedAt: null,
  attendance: [],
  minutesEndAt: null,
  timers: timersOf(settings),
  endedAt: null,
  endReason: null,
})

async function checkRoom(tx: Transaction, workspace: Workspace, now: Date): Promise<void> {
  const { id: workspaceId, maxConcurrent: slots } = workspace
  const live = await tx.conversation.count({ where: { workspaceId, status: { not: 'ended' } } })
  if (live >= slots) {
    throw new DomainError(
      'concurrency',
      `All ${slots} slots of this workspace are in use. End a conversation, or raise the limit in the settings.`,
    )
  }
  const left = await secondsLeft(tx, workspace, now)
  if (left !== null && left <= 0) {
    const what =
      monthlyBound(workspace) === 'budget'
        ? 'The budget of this month is spent.'
        : 'The minutes of this month are used up.'
    throw new DomainError(
      'minutes',
      `${what} Raise the limit in the settings, or wait for the next UTC month.`,
    )
  }
}

/** Milliseconds between two looks at a start that somebody else makes. */
const lookMs = 250

/** Waits for a start that another request makes; its deadline ends one that nobody makes any more. */
async function begunByOther({ id }: PricedRow): Promise<PricedRow> {
  const { database, clock } = registry()
  for (;;) {
    const include = { workspace: { select: storedPrice } }
    const row = await database.conversation.findUnique({ where: { id }, include })
    if (!row || row.endReason === 'start_failed') throw notStarted('Its start failed. Ask again.')
    if (row.status !== 'starting') return row
    await wait(clock, lookMs)
  }
}

const notStarted = (why: string) =>
  new DomainError('unavailable', `The conversation could not be started, and used nothing. ${why}`)

/** Opens the room, outside any transaction, and confirms it. */
async function started(scope: WorkspaceScope, row: PricedRow): Promise<PricedRow> {
  const { log } = registry()
  try {
    // Who runs it outside remembers by itself.
    const stores = isRemote(row) ? [] : settingsOf(row).memory_stores
    const memories = await memoriesIn(scope, row.workspaceId, stores)
    const request = roomRequest({ ...row, participants: [], utterances: [] }, memories)
    const made = await inProvider(row, (provider) => provider.start(request))
    const { providerId, meetingUrl, createdAt, meetingToken } = made
    const confirmed = await change(
      row.id,
      { type: 'confirmed' },
      {
        providerId,
        meetingUrl,
        ...(createdAt && { providerCreatedAt: createdAt }),
        ...(meetingToken && { meetingToken: seal(meetingToken) }),
      },
    )
    return confirmed ?? row
  } catch (error) {
    const problem = problemOf(error)
    // What somebody else refused is no fault of ours.
    log[problem ? 'warn' : 'error']({ error, conversationId: row.id }, 'A conversation could not be started')
    const nothingMade = problem !== null && problem.kind !== 'uncertain'
    const after = await change(row.id, { type: 'start-failed', nothingMade })
    // It was confirmed, and only the answer to that was lost.
    if (after?.status === 'active') return after
    const refused = problem && refusal(problem)
    if (refused && refused.code !== 'unavailable') throw refused
    throw notStarted(error instanceof Error ? error.message : 'It did not answer.')
  }
}
