import { type CatalogueKind, type Manage, ProviderProblem, problemOf } from '@/lib/providers/account'
import type { Row, TavusClient } from './client'
import { personaIdOf, replicaIdOf, subject } from './read'

/** By the names of before the renaming, which are taken everywhere. */
const places = {
  persona: { path: '/v2/personas', idOf: personaIdOf },
  replica: { path: '/v2/replicas', idOf: replicaIdOf },
} as const

const one = (kind: CatalogueKind, id: string) => `${places[kind].path}/${encodeURIComponent(id)}`

/** Reads and changes the personas and replicas of the client's account. What is written is taken, and refused, by Tavus. */
export function manageWith(client: TavusClient): Manage {
  async function read(kind: CatalogueKind, id: string): Promise<Row | null> {
    const path = kind === 'replica' ? `${one(kind, id)}?verbose=true` : one(kind, id)
    try {
      const found = subject(await client.ask({ method: 'GET', path }))
      return found && places[kind].idOf(found) ? found : null
    } catch (error) {
      if (problemOf(error)?.kind === 'unknown') return null
      throw refused(error)
    }
  }

  /** Asks for a change of one; false: there is none of that id. */
  async function change(kind: CatalogueKind, id: string, asking: Promise<unknown>): Promise<boolean> {
    try {
      await asking
      return true
    } catch (error) {
      // What is everybody's, and an id within the change, are refused in the words for one that is not there.
      if (problemOf(error)?.kind === 'unknown' && !(await read(kind, id))) return false
      throw refused(error)
    }
  }

  return {
    read,
    async create(kind, body) {
      // Asked once: where the answer is lost, the account's list tells whether it was made.
      const asking = client.ask({ method: 'POST', path: places[kind].path, body })
      const made = subject(
        await asking.catch((error) => {
          throw refused(error)
        }),
      )
      if (made && places[kind].idOf(made)) return made
      throw new ProviderProblem(`The answer of Tavus does not say which ${kind} was made.`, 'uncertain')
    },
    async patch(kind, id, patch) {
      // A replica has nothing that can be changed but its name, which has an address of its own.
      const path = kind === 'replica' ? `${one(kind, id)}/name` : one(kind, id)
      return await change(kind, id, client.ask({ method: 'PATCH', path, body: patch }))
    },
    remove: (kind, id) => change(kind, id, client.ask({ method: 'DELETE', path: one(kind, id) })),
  }
}

/** Words that would mean something else of a conversation (no slot, no credits, no such id) are a refusal here. */
function refused(error: unknown): unknown {
  const problem = problemOf(error)
  const isRefusal = problem && ['slots', 'credits', 'unknown'].includes(problem.kind)
  return isRefusal ? new ProviderProblem(problem.message, 'refused') : error
}
