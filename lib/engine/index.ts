import { nextDeadlineAt } from '@/lib/domain/conversations/queries'
import { claimDue, deadlinesReached } from '@/lib/domain/conversations/service/due'
import { endOrphans } from '@/lib/domain/conversations/service/hosts'
import { roomClosed } from '@/lib/domain/conversations/service/room-closed'
import { nextEffectAt } from '@/lib/domain/effects/queries'
import { type ClaimedEffect, claimEffects, effectDone, effectFailed } from '@/lib/domain/effects/service'
import { goneAfterMs, heartbeatMs } from '@/lib/domain/instances/rules'
import { beat } from '@/lib/domain/instances/service'
import type { SystemScope } from '@/lib/domain/scope'
import type { Clock } from '@/lib/platform/clock'
import type { Bus } from '@/lib/platform/database/bus'
import type { Log } from '@/lib/platform/log'
import { providerNamed } from '@/lib/providers/port'
import { startRoutine } from './routine'
import { startWorker } from './worker'

export type Engine = {
  /** No new work from here on; resolves when running work is finished. */
  stop(): Promise<void>
}

/**
 * Acts when time passes: deadlines of conversations, effects that are due, the heartbeat of this server, and the
 * conversations of servers that are gone.
 */
export function startEngine(
  system: SystemScope,
  { clock, log, bus }: { clock: Clock; log: Log; bus: Bus },
): Engine {
  const deadlines = startWorker(
    {
      name: 'deadlines',
      nextAt: () => nextDeadlineAt(system),
      claim: (limit) => claimDue(system, limit),
      handle: (conversations) => deadlinesReached(system, conversations),
    },
    { clock, log },
  )
  const effects = startWorker(
    {
      name: 'effects',
      nextAt: () => nextEffectAt(system),
      claim: (limit) => claimEffects(system, limit),
      handle: async (claimed) => {
        await Promise.all(claimed.map((effect) => carryOut(system, effect, log)))
      },
    },
    { clock, log },
  )
  const routines = [
    startRoutine({ name: 'heartbeat', everyMs: heartbeatMs, run: () => beat(system) }, { clock, log }),
    startRoutine(
      { name: 'orphans', everyMs: goneAfterMs / 4, run: () => endOrphans(system) },
      { clock, log },
    ),
  ]
  const unsubscribe = bus.subscribe(({ topic, id }) => {
    if (topic === 'deadlines') deadlines.nudge(new Date(id))
    if (topic === 'effects') effects.nudge(new Date(id))
  })
  const stopGap = bus.onGap(() => {
    deadlines.nudge()
    effects.nudge()
  })
  return {
    async stop() {
      unsubscribe()
      stopGap()
      await Promise.all([deadlines.stop(), effects.stop(), ...routines.map((routine) => routine.stop())])
    },
  }
}

/** Does what an effect says, and notes how it went. */
async function carryOut(system: SystemScope, effect: ClaimedEffect, log: Log): Promise<void> {
  try {
    switch (effect.kind) {
      case 'end-at-provider':
        await providerNamed(effect.payload.provider).end(effect.conversationId, effect.payload.reason)
        await roomClosed(system, effect.conversationId)
    }
    await effectDone(system, effect.id)
  } catch (error) {
    log.warn({ error, effect: effect.id, kind: effect.kind }, 'An effect failed and will be tried again')
    await effectFailed(system, effect, error)
  }
}
