import { endOrphans } from '@/lib/domain/conversations/service/hosts'
import { otherInstances } from '@/lib/domain/instances/queries'
import { lookAt, type Sighting } from '@/lib/domain/instances/rules'
import type { SystemScope } from '@/lib/domain/scope'
import type { Log } from '@/lib/platform/log'

/** Looks at the other instances each time it is called, and ends what those held that are gone. */
export function watchInstances(system: SystemScope, log: Log): () => Promise<void> {
  let seen = new Map<string, Sighting>()
  return async () => {
    // A look that fails is none: while the database is away nobody can say that they live.
    const look = lookAt(seen, await otherInstances(system))
    seen = look.seen
    for (const instance of look.gone) {
      log.warn({ instance: instance.id }, 'An instance is gone; what it held is ended')
      await endOrphans(system, instance)
    }
  }
}
