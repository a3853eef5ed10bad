import type { Clock } from '@/lib/platform/clock'
import { publicAgents } from '@/lib/platform/outbound'
import { failureOf } from '@/lib/platform/outbound-failure'
import { CutOffError, openStream, type StreamedAnswer, TooLateError } from '@/lib/platform/outbound-stream'
import { readAllowedTargets, targetPolicy } from '@/lib/platform/outbound-targets'
import type { LanguageModel } from '@/lib/protocol/mind'
import type { ModelTargets } from '@/lib/protocol/studio'

/** A server that speaks the OpenAI protocol, and what is added to each request to it. */
export type Endpoint = Pick<LanguageModel, 'baseUrl' | 'apiKey' | 'headers' | 'query'>

/** A model did not do what it was asked. The message has the status and our words, never what the server answered. */
export class ModelError extends Error {
  override readonly name = 'ModelError'
}

type Question = {
  /** Below `baseUrl`, such as `/chat/completions`. */
  route: string
  /** POST where nothing else is said. */
  method?: 'GET' | 'POST'
  body: Uint8Array | null
  contentType: string | null
  accept: string
  /** Milliseconds until the answer begins, and between two pieces of it. */
  headMs: number
  pieceMs: number
  signal: AbortSignal
}

/** What a model answered: its body is always read. */
type ModelAnswer = Omit<StreamedAnswer, 'discard'>

/** Asks the models of conversations. */
export type ModelClient = {
  /**
   * The answer to a question, with a status of 200 to 299.
   * @throws ModelError in words; or the signal's reason
   */
  ask(endpoint: Endpoint, question: Question): Promise<ModelAnswer>
}

/** A client that asks models on the public internet and where `targets` allows it. Connections are kept for a while. */
export function createModelClient(
  { privateHosts, appUrl, announcedIp }: ModelTargets,
  clock: Clock,
): ModelClient {
  const policy = targetPolicy({
    allowed: readAllowedTargets(privateHosts),
    appUrl: appUrl ?? undefined,
    announcedIp,
    setting: 'MODEL_PRIVATE_HOSTS',
  })
  const agents = publicAgents({ permits: policy.permits, keepAlive: true })

  return {
    async ask(endpoint, { route, method = 'POST', contentType, accept, ...question }) {
      const url = addressOf(endpoint, route)
      const refusal = policy.refusal(url)
      if (refusal) throw new ModelError(refusal)
      const headers = {
        accept,
        ...(contentType && { 'content-type': contentType }),
        'user-agent': 'colloquy',
        ...(endpoint.apiKey && { authorization: `Bearer ${endpoint.apiKey}` }),
        ...lowerCased(endpoint.headers),
      }
      try {
        const answer = await openStream({ url, method, headers, agents, clock, ...question })
        if (answer.status >= 200 && answer.status < 300)
          return { ...answer, body: inWords(answer.body, question.signal) }
        answer.discard()
        throw new ModelError(wordsFor(answer.status))
      } catch (error) {
        throw asModelError(error, question.signal)
      }
    },
  }
}

/** The base address without its end, the route, and what is to stand after the `?`. */
function addressOf({ baseUrl, query }: Endpoint, route: string): string {
  if (!URL.canParse(baseUrl)) throw new ModelError('The address of the model is none.')
  const url = new URL(baseUrl)
  url.pathname = url.pathname.replace(/\/+$/, '') + route
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url.href
}

const lowerCased = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

async function* inWords(body: AsyncIterable<Buffer>, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    yield* body
  } catch (error) {
    throw asModelError(error, signal)
  }
}

function asModelError(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  if (error instanceof ModelError) return error
  if (error instanceof TooLateError || error instanceof CutOffError) return new ModelError(error.message)
  return new ModelError(failureOf(error, 'MODEL_PRIVATE_HOSTS'))
}

/** What a status says, for whoever set the model up. */
function wordsFor(status: number): string {
  switch (status) {
    case 400:
    case 422:
      return `It refused the request (${status}). Check the name of the model and what is added to the body.`
    case 401:
      return 'It does not accept the API key (401).'
    case 402:
      return 'The account there has no credit (402).'
    case 403:
      return 'The API key may not use this model (403).'
    case 404:
      return 'It does not know this address or this model (404).'
    case 413:
      return 'The request was too long for it (413).'
    case 429:
      return 'It was asked too often, or the account there has no credit (429).'
  }
  if (status >= 300 && status < 400) return `It answered with a redirect (${status}), which is not followed.`
  return status >= 500 ? `It failed by itself (${status}).` : `It refused the request (${status}).`
}
