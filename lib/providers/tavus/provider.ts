import {
  type Catalogue,
  type ProviderAccount,
  ProviderProblem,
  problemOf,
  type RemoteConversation,
  type Report,
} from '@/lib/providers/account'
import type { AccountProvider, Held, RoomRequest, Started } from '@/lib/providers/port'
import { createTavusClient, type Row, type Surroundings } from './client'
import { manageWith } from './manage'
import {
  conversationIdOf,
  personaIdOf,
  readCallback,
  readOpened,
  readPersona,
  readRemote,
  readReplica,
  readReport,
  replicaIdOf,
} from './read'

const name = 'tavus'

/** Milliseconds that creating a conversation may take: less than its start may take here. */
const createTimeoutMs = 18_000

/** Tavus's cloud, under whichever account. */
export const createTavusProvider = (surroundings: Surroundings): AccountProvider => ({
  name,
  under: (account) => tavusUnder(account, surroundings),
  parseWebhook: readCallback,
})

/** Runs conversations on Tavus's cloud by its `/v2` API, in the name of one account. */
function tavusUnder(account: ProviderAccount, surroundings: Surroundings) {
  const client = createTavusClient(account, surroundings)

  async function live(): Promise<RemoteConversation[]> {
    const rows = await client.list('/v2/conversations?status=active', conversationIdOf)
    // A filter that is not known there must not make ended ones look alive.
    return rows.filter(({ status }) => status !== 'ended').flatMap((row) => readRemote(row) ?? [])
  }

  /** Those that a create request of ours made, newest first: the callback's address is its alone. */
  async function madeFor(callbackUrl: string): Promise<RemoteConversation[]> {
    const path = pathOf(callbackUrl)
    const found = (await live()).filter((each) => each.callbackUrl && pathOf(each.callbackUrl) === path)
    return found.sort((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0))
  }

  async function endOne(providerId: string): Promise<void> {
    try {
      await client.ask({ method: 'POST', path: `${conversation(providerId)}/end` })
    } catch (error) {
      if (problemOf(error)?.kind !== 'unknown') throw error
    }
  }

  /** After a create request without a usable answer: takes over what it made all the same. */
  async function adopted(request: RoomRequest, problem: ProviderProblem): Promise<Started> {
    const [found, ...more] = await madeFor(request.terms.callbackUrl).catch(() => [])
    for (const each of more) await endOne(each.providerId)
    if (!found) throw problem
    // The token of a private room is in the answer alone.
    if (request.requireAuth || !found.meetingUrl) {
      await endOne(found.providerId)
      throw problem
    }
    const { providerId, meetingUrl, createdAt } = found
    return { providerId, meetingUrl, createdAt, meetingToken: null }
  }

  return {
    name,

    /**
     * Creates it. The request is made once: what becomes of one without an answer is looked up.
     * @throws ProviderProblem
     */
    async start(request: RoomRequest): Promise<Started> {
      try {
        const path = '/v2/conversations'
        const body = createBody(request)
        const opened = readOpened(
          await client.ask({ method: 'POST', path, body, timeoutMs: createTimeoutMs }),
        )
        if (opened) return opened
      } catch (error) {
        const problem = problemOf(error)
        if (problem?.kind !== 'uncertain') throw error
        return await adopted(request, problem)
      }
      const words = 'The answer of Tavus does not say where the conversation is joined.'
      return await adopted(request, new ProviderProblem(words, 'uncertain'))
    },

    /**
     * Ends it, again as often as one likes; an unknown one is fine.
     * @throws ProviderProblem
     */
    async end({ providerId, callbackUrl }: Held, _reason: string): Promise<void> {
      if (providerId) return await endOne(providerId)
      for (const each of await madeFor(callbackUrl)) await endOne(each.providerId)
    },

    outside: {
      /**
       * Removes it from Tavus's history; `hard` with everything that was kept of it, for good. An unknown one is fine.
       * @throws ProviderProblem
       */
      async erase(providerId: string, hard: boolean): Promise<void> {
        try {
          await client.ask({ method: 'DELETE', path: conversation(providerId) + (hard ? '?hard=true' : '') })
        } catch (error) {
          if (problemOf(error)?.kind !== 'unknown') throw error
        }
      },

      /**
       * How it stands, with everything that happened in it; null when Tavus knows none of that id.
       * @throws ProviderProblem
       */
      async report(providerId: string): Promise<Report | null> {
        try {
          const answer = await client.ask({ method: 'GET', path: `${conversation(providerId)}?verbose=true` })
          const report = readReport(answer)
          if (report) return report
          throw new ProviderProblem('The answer of Tavus is about no conversation.', 'uncertain')
        } catch (error) {
          if (problemOf(error)?.kind === 'unknown') return null
          throw error
        }
      },

      /**
       * Every conversation of the account that is live, whoever created it.
       * @throws ProviderProblem
       */
      live,

      /**
       * The personas and replicas of the account, and those that everybody has.
       * @throws ProviderProblem
       */
      async catalogue(): Promise<Catalogue> {
        const own = await client.list('/v2/personas?persona_type=user', personaIdOf)
        const stock = await client.list('/v2/personas?persona_type=system', personaIdOf)
        const replicas = await client.list('/v2/replicas?verbose=true', replicaIdOf)
        const known = new Set(stock.map(personaIdOf))
        return {
          personas: [
            ...own
              .filter((row) => !known.has(personaIdOf(row)))
              .flatMap((row) => readPersona(row, false) ?? []),
            ...stock.flatMap((row) => readPersona(row, true) ?? []),
          ],
          replicas: replicas.flatMap((row) => readReplica(row) ?? []),
        }
      },

      endFound: endOne,

      manage: manageWith(client),
    },
  }
}

const conversation = (providerId: string) => `/v2/conversations/${encodeURIComponent(providerId)}`

const pathOf = (url: string) => (URL.canParse(url) ? new URL(url).pathname : url)

/** The body of a create request. Names of before the renaming, which are taken everywhere. */
function createBody(request: RoomRequest): Row {
  const { cast, terms } = request
  const { documents } = terms
  return {
    replica_id: cast.replica.id,
    persona_id: cast.persona.id,
    conversation_name: request.name,
    callback_url: terms.callbackUrl,
    custom_greeting: request.greeting,
    ...(request.conversationalContext && { conversational_context: request.conversationalContext }),
    ...(request.audioOnly && { audio_only: true }),
    ...(request.requireAuth && { require_auth: true }),
    ...(request.maxParticipants !== null && { max_participants: request.maxParticipants }),
    ...(terms.memoryStores.length > 0 && { memory_stores: terms.memoryStores }),
    ...(documents.ids.length > 0 && { document_ids: documents.ids }),
    ...(documents.tags.length > 0 && { document_tags: documents.tags }),
    ...(documents.ids.length + documents.tags.length > 0 && {
      document_retrieval_strategy: documents.strategy,
    }),
    properties: {
      max_call_duration: terms.maxCallDuration,
      participant_left_timeout: request.participantLeftTimeout,
      participant_absent_timeout: terms.participantAbsentTimeout,
      language: request.language,
      ...(request.whoRecords !== 'nobody' && { enable_recording: true }),
      ...(terms.recordingStorage && { recording_storage: terms.recordingStorage }),
      ...(request.closedCaptions && { enable_closed_captions: true }),
      ...(request.background && { apply_greenscreen: true }),
    },
  }
}
