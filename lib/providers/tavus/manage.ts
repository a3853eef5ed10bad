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
  async function unlessUnknown<Answer>(asking: Promise<Answer>): Promise<Answer | null> {
    try {
      return await asking
    } catch (error) {
      if (problemOf(error)?.kind === 'unknown') return null
      throw error
    }
  }

  async function read(kind: CatalogueKind, id: string): Promise<Row | null> {
    const path = kind === 'replica' ? `${one(kind, id)}?verbose=true` : one(kind, id)
    const answer = await unlessUnknown(client.ask({ method: 'GET', path }))
    const found = subject(answer)
    return found && places[kind].idOf(found) ? found : null
  }

  return {
    read,
    async create(kind, body) {
      // Asked once: where the answer is lost, the account's list tells whether it was made.
      const made = subject(await client.ask({ method: 'POST', path: places[kind].path, body }))
      if (made && places[kind].idOf(made)) return made
      throw new ProviderProblem(`The answer of Tavus does not say which ${kind} was made.`, 'uncertain')
    },
    async patch(kind, id, patch) {
      // A replica has nothing that can be changed but its name, which has an address of its own.
      const path = kind === 'replica' ? `${one(kind, id)}/name` : one(kind, id)
      await client.ask({ method: 'PATCH', path, body: patch })
    },
    async remove(kind, id) {
      await unlessUnknown(client.ask({ method: 'DELETE', path: one(kind, id) }))
    },
  }
}
