import { nextDeadlineAt, nextLookAt } from '@/lib/domain/conversations/queries/due'
import { claimDue, deadlinesReached } from '@/lib/domain/conversations/service/due'
import {
  claimLooks,
  closeRoom,
  endStrays,
  eraseOutside,
  look,
} from '@/lib/domain/conversations/service/outside'
import { readDocument } from '@/lib/domain/documents/service/read'
import { removeDocumentFile, removeStrayFiles } from '@/lib/domain/documents/service/remove'
import { forgetTickets } from '@/lib/domain/documents/service/upload'
import { nextEffectAt } from '@/lib/domain/effects/queries'
import { type EffectQueue, leaseMs } from '@/lib/domain/effects/rules'
import {
  type ClaimedEffect,
  claimEffects,
  effectDone,
  effectFailed,
  extendLease,
} from '@/lib/domain/effects/service'
import { heartbeatMs, lookMs } from '@/lib/domain/instances/rules'
import { rememberConversation } from '@/lib/domain/memories/service/remember'
import { announceRecording } from '@/lib/domain/recordings/service/announce'
import { copyRecording } from '@/lib/domain/recordings/service/copy'
import { joinRecording } from '@/lib/domain/recordings/service/join'
import { removeRecordings } from '@/lib/domain/recordings/service/remove'
import { forgetRequests } from '@/lib/domain/requests/service/log'
import type { SystemScope } from '@/lib/domain/scope'
import { forgetDeliveries } from '@/lib/domain/webhooks/service/forget'
import { webhookTargets } from '@/lib/domain/webhooks/service/targets'
import type { Clock } from '@/lib/platform/clock'
import type { Bus } from '@/lib/platform/database/bus'
import type { Log } from '@/lib/platform/log'
import type { Resolve } from '@/lib/platform/outbound'
import { startDeliveries } from './deliveries'
import { startRoutine } from './routine'
import { createSender } from './send'
import { watchInstances } from './watch'
import { startWorker } from './worker'

export type Engine = {
  /** No new work from here on; resolves when running work is finished, or has been waited for long enough. */
  stop(): Promise<void>
}

/** How often what is too old in the logs of webhooks and requests is deleted. */
const forgetMs = 3_600_000
/** How often accounts elsewhere are searched for conversations that should be over. */
const strayMs = 300_000
/** How long running work is waited for when the engine stops. */
const patienceMs = 2_000
/** Documents that are read at once: each takes a processor for itself. */
const documentsAtOnce = 2

type Surroundings = {
  clock: Clock
  log: Log
  bus: Bus
  /** Says that this server lives, where others share its database. */
  heartbeat?(): Promise<void>
  /** Looks up the names that requests go to; the system does it where it is left out. */
  resolve?: Resolve
  /** From 0 to 1, by chance. */
  random?: () => number
}

/**
 * Acts when time passes: deadlines of conversations, effects and webhooks that are due, the heartbeat of this server, and
 * the conversations of servers that are gone.
 */
export function startEngine(
  system: SystemScope,
  { clock, log, bus, heartbeat = async () => {}, resolve, random = Math.random }: Surroundings,
): Engine {
  const stopping = new AbortController()
  const deadlines = startWorker(
    {
      name: 'deadlines',
      nextAt: () => nextDeadlineAt(system),
      claim: (limit) => claimDue(system, limit),
      handle: (conversations) => deadlinesReached(system, conversations),
    },
    { clock, log },
  )
  const looks = startWorker(
    {
      name: 'looks',
      nextAt: () => nextLookAt(system),
      claim: (limit) => claimLooks(system, limit),
      handle: (ids) => look(system, ids),
    },
    { clock, log },
  )
  const effects = startWorker(
    {
      name: 'effects',
      nextAt: () => nextEffectAt(system, 'short'),
      claim: (limit) => claimEffects(system, 'short', limit),
      handle: async (claimed) => {
        await Promise.all(claimed.map((effect) => carryOut(system, effect, { log, signal: stopping.signal })))
      },
    },
    { clock, log },
  )
  /** What takes minutes: one at a time in a batch, as what is claimed is to be worked on and not to wait. */
  const startLong = (name: string, queue: Exclude<EffectQueue, 'short'>, atOnce?: number) =>
    startWorker(
      {
        name,
        atOnce,
        nextAt: () => nextEffectAt(system, queue),
        claim: () => claimEffects(system, queue, 1),
        handle: async ([effect]) => {
          if (!effect) return
          const lease = startRoutine(
            { name: 'lease', everyMs: leaseMs / 3, run: () => extendLease(system, effect.id) },
            { clock, log },
          )
          await carryOut(system, effect, { log, signal: stopping.signal, resolve, done: lease.stop })
        },
      },
      { clock, log },
    )
  const longEffects = [
    startLong('recordings', 'recordings'),
    startLong('documents', 'documents', documentsAtOnce),
    startLong('memories', 'memories'),
  ]
  const sending = { clock, targets: webhookTargets(), resolve, random, signal: stopping.signal }
  const sender = createSender(system, sending)
  const deliveries = startDeliveries(system, sender.send, { clock, log })
  const routines = [
    startRoutine({ name: 'heartbeat', everyMs: heartbeatMs, run: heartbeat }, { clock, log }),
    startRoutine({ name: 'instances', everyMs: lookMs, run: watchInstances(system, log) }, { clock, log }),
    startRoutine({ name: 'strays', everyMs: strayMs, run: () => endStrays(system) }, { clock, log }),
    startRoutine(
      { name: 'old requests', everyMs: forgetMs, run: () => forgetRequests(system) },
      { clock, log },
    ),
    startRoutine(
      { name: 'old tickets', everyMs: forgetMs, run: () => forgetUploads(system) },
      { clock, log },
    ),
    startRoutine(
      { name: 'old deliveries', everyMs: forgetMs, run: async () => void (await forgetDeliveries(system)) },
      { clock, log },
    ),
  ]
  const unsubscribe = bus.subscribe(({ topic, id }) => {
    if (topic === 'deadlines') deadlines.nudge(new Date(id))
    if (topic === 'looks') looks.nudge(new Date(id))
    if (topic === 'effects') {
      for (const each of [effects, ...longEffects]) each.nudge(new Date(id))
    }
    if (topic === 'deliveries') deliveries.nudge(new Date(id))
  })
  const stopGap = bus.onGap(() => {
    deadlines.nudge()
    looks.nudge()
    for (const each of [effects, ...longEffects]) each.nudge()
    deliveries.nudge()
  })
  return {
    async stop() {
      unsubscribe()
      stopGap()
      // What is long goes on after the next start.
      stopping.abort(new Error('The server stops.'))
      const workers = [deadlines, looks, effects, ...longEffects, deliveries]
      const stopped = Promise.all([...workers, ...routines].map((each) => each.stop()))
      // Whoever is asked elsewhere may take longer to answer: what is not done then comes due again.
      await new Promise<void>((resolve) => {
        const patience = clock.alarm(new Date(clock.now().getTime() + patienceMs), resolve)
        void stopped.finally(() => patience.cancel()).then(() => resolve())
      })
      sender.close()
    },
  }
}

/** Forgets uploads whose time is over, and what they left. */
async function forgetUploads(system: SystemScope): Promise<void> {
  await forgetTickets(system)
  await removeStrayFiles(system)
}

type How = {
  log: Log
  /** Aborted when the server stops. */
  signal: AbortSignal
  /** Looks up the names that documents are fetched from. */
  resolve?: Resolve
  /** Called when the work is over, before its outcome is noted. */
  done?(): Promise<void>
}

/** Does what an effect says, and notes how it went. */
async function carryOut(
  system: SystemScope,
  effect: ClaimedEffect,
  { log, done, ...how }: How,
): Promise<void> {
  try {
    await act(system, effect, how).finally(done)
    await effectDone(system, effect.id)
  } catch (error) {
    log.warn({ error, effect: effect.id, kind: effect.kind }, 'An effect failed and will be tried again')
    await effectFailed(system, effect, error)
  }
}

async function act(
  system: SystemScope,
  effect: ClaimedEffect,
  { signal, resolve }: Pick<How, 'signal' | 'resolve'>,
): Promise<void> {
  const { attempts } = effect
  switch (effect.kind) {
    case 'end-at-provider':
      return await closeRoom(system, effect.conversationId, effect.payload.reason)
    case 'erase-at-provider':
      return await eraseOutside(system, effect.conversationId, effect.payload.hard)
    case 'announce-recording':
      return await announceRecording(system, effect.conversationId)
    case 'join-recording':
      return await joinRecording(system, {
        ...effect.payload,
        conversationId: effect.conversationId,
        attempts,
        signal,
      })
    case 'copy-recording':
      return await copyRecording(system, {
        ...effect.payload,
        conversationId: effect.conversationId,
        attempts,
        signal,
      })
    case 'remove-recordings':
      return await removeRecordings(system, effect.conversationId)
    case 'remember':
      return await rememberConversation(system, { conversationId: effect.conversationId, attempts, signal })
    case 'read-document':
      return await readDocument(system, { ...effect.payload, attempts, signal }, { resolve })
    case 'remove-document':
      return await removeDocumentFile(system, effect.payload.documentId)
  }
}
