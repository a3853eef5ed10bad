import * as z from 'zod'
import type { FoundServer, LocalServer } from '@/lib/protocol/model-trial'
import { type ModelClient, ModelError } from './endpoint'
import { wholeText } from './whole-text'

/** Milliseconds a server on one's own machine has to answer. */
const patience = { headMs: 2000, pieceMs: 2000 }

const lists = {
  ollama: {
    route: '/api/tags',
    answer: z
      .object({ models: z.array(z.object({ name: z.string() })) })
      .transform(({ models }) => models.map(({ name }) => name)),
  },
  openai: {
    route: '/v1/models',
    answer: z
      .object({ data: z.array(z.object({ id: z.string() })) })
      .transform(({ data }) => data.map(({ id }) => id)),
  },
} as const

/** Which of the servers answer now, each once, and what models they have. Those that are not allowed are not asked. */
export async function findServers(servers: LocalServer[], client: ModelClient): Promise<FoundServer[]> {
  const asked = await Promise.all(servers.map((server) => modelsOf(server, client)))
  const found = asked.filter((server) => server !== null)
  return found.filter(({ name }, index) => found.findIndex((other) => other.name === name) === index)
}

async function modelsOf(
  { name, origin, list }: LocalServer,
  client: ModelClient,
): Promise<FoundServer | null> {
  const { route, answer: schema } = lists[list]
  try {
    const answer = await client.ask(
      { baseUrl: origin, apiKey: null, headers: {}, query: {} },
      {
        route,
        method: 'GET',
        body: null,
        contentType: null,
        accept: 'application/json',
        ...patience,
        signal: new AbortController().signal,
      },
    )
    const { data: models } = schema.safeParse(parsed(await wholeText(answer.body)))
    return models ? { name, baseUrl: `${origin}/v1`, models } : null
  } catch (error) {
    if (error instanceof ModelError) return null
    throw error
  }
}

/** JSON, or undefined for what is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
