import * as z from 'zod'
import { type Clock, wait } from '@/lib/platform/clock'
import { publicAgents, type Resolve } from '@/lib/platform/outbound'
import { type Outcome, send } from '@/lib/platform/outbound-request'
import type { TargetPolicy } from '@/lib/platform/outbound-targets'
import { type ProblemKind, type ProviderAccount, ProviderProblem } from '@/lib/providers/account'

/** Milliseconds for one request. */
const usualTimeoutMs = 10_000
/** Waits before what changes nothing is asked again, in milliseconds. */
const retriesMs = [300, 1_000]
/** The most of an answer that is read: a transcript of hours is below that. */
const mostBytes = 16 * 1024 ** 2
/** The most characters of the provider's words that are handed on. */
const mostWords = 300
/** Pages of a list that are read at the most, and rows asked for in one. */
const mostPages = 50
const pageSize = 100

export type Surroundings = {
  clock: Clock
  /** Which addresses may be asked. */
  targets: () => TargetPolicy
  /** Looks names up; the system does it where it is left out. */
  resolve?: Resolve
}

type Request = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the account's address, with its query. */
  path: string
  body?: unknown
  /** Milliseconds. */
  timeoutMs?: number
}

/** Asks Tavus's API in an account's name. */
export type TavusClient = {
  /**
   * The answer as JSON; null for an answer without a body. What changes nothing is asked again when it fails.
   * @throws ProviderProblem
   */
  ask(request: Request): Promise<unknown>
  /**
   * Every row of a list, each once however its pages move.
   * @throws ProviderProblem
   */
  list(path: string, idOf: (row: Row) => string | undefined): Promise<Row[]>
}

/** What stands in a list, or is read by itself. */
export type Row = Record<string, unknown>

/** A client for one account. No connection is kept: one that is closed while idle would leave a request in doubt. */
export function createTavusClient(account: ProviderAccount, surroundings: Surroundings): TavusClient {
  const { clock, resolve } = surroundings
  const baseUrl = account.baseUrl.replace(/\/+$/, '')

  async function attempt(request: Request): Promise<unknown> {
    if (dots.test(request.path)) throw new ProviderProblem('Tavus has nothing of this id.', 'unknown')
    const url = baseUrl + request.path
    const policy = surroundings.targets()
    const refusal = policy.refusal(url)
    if (refusal) throw new ProviderProblem(`Tavus's address cannot be used. ${refusal}`, 'refused')
    const outcome = await send({
      url,
      method: request.method,
      headers: {
        'x-api-key': account.key,
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'Colloquy/1',
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
      },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      agents: publicAgents({ permits: policy.permits, resolve }),
      clock,
      timeoutMs: request.timeoutMs ?? usualTimeoutMs,
      mostBytes,
    })
    return understood(outcome, account.key)
  }

  async function ask(request: Request): Promise<unknown> {
    const waits = request.method === 'GET' ? retriesMs : []
    for (const ms of waits) {
      try {
        return await attempt(request)
      } catch (error) {
        if (!(error instanceof ProviderProblem) || !passes.has(error.kind)) throw error
        await wait(clock, ms)
      }
    }
    return await attempt(request)
  }

  return {
    ask,
    async list(path, idOf) {
      const rows = new Map<string, Row>()
      for (let page = 1; page <= mostPages; page++) {
        const answer = listed.safeParse(await ask({ method: 'GET', path: pageOf(path, page) }))
        if (!answer.success)
          throw new ProviderProblem('Tavus answered with a list of another shape.', 'uncertain')
        const before = rows.size
        for (const row of answer.data.data) {
          const id = idOf(row)
          if (id !== undefined) rows.set(id, row)
        }
        // How many rows a page has at the most is not documented, so its length says nothing.
        if (rows.size === before || rows.size >= (answer.data.total_count ?? Number.POSITIVE_INFINITY)) break
      }
      return [...rows.values()]
    },
  }
}

/** An id of dots, which stays as it is when it is encoded, would lead to another address; it is nobody's. */
const dots = /\/\.{1,2}(?=[/?]|$)/

const listed = z.looseObject({
  data: z.array(z.record(z.string(), z.unknown())),
  total_count: z.number().optional(),
})

const pageOf = (path: string, page: number) =>
  `${path}${path.includes('?') ? '&' : '?'}limit=${pageSize}&page=${page}`

/** Problems that may be over in a moment. */
const passes = new Set<ProblemKind>(['busy', 'unreachable', 'uncertain'])

/** The answer to a request, or the problem that it means. */
function understood(outcome: Outcome, key: string): unknown {
  if (!('status' in outcome)) {
    const kind = outcome.refused ? 'refused' : outcome.reached ? 'uncertain' : 'unreachable'
    throw new ProviderProblem(`Tavus could not be reached. ${outcome.failure}`, kind)
  }
  const { status, body } = outcome
  const answer = readJson(body)
  // 304: what was to be changed is so already.
  if ((status >= 200 && status < 300) || status === 304) {
    if (body.trim() === '') return null
    if (answer === undefined) throw new ProviderProblem('The answer of Tavus is not JSON.', 'uncertain')
    return answer
  }
  const words = wordsOf(answer, key)
  throw new ProviderProblem(sentence(status, words), kindOf(status, words ?? ''))
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const problem = z.looseObject({ error: z.unknown(), message: z.unknown(), detail: z.unknown() }).partial()

/** The provider's own words, without the key: `error` by its specification, `message` in practice. */
function wordsOf(answer: unknown, key: string): string | undefined {
  const read = problem.safeParse(answer)
  if (!read.success) return undefined
  const { error, message, detail } = read.data
  const text = [error, message, detail].find((each) => typeof each === 'string' && each.trim() !== '')
  // Taken out before it is cut: the beginning of a key is a secret too.
  return typeof text === 'string' ? text.trim().replaceAll(key, '…').slice(0, mostWords) : undefined
}

function sentence(status: number, words: string | undefined): string {
  if (status === 401 || status === 403)
    return `Tavus does not accept the API key${words ? `: ${words}` : '.'}`
  return words ? `Tavus says: ${words}` : `Tavus answered with status ${status}, and no words.`
}

/** How an id is refused that the account does not have. One within a request is a "uuid". */
const unknownId = /invalid (?:conversation|persona|pal|replica|face)_id/i

function kindOf(status: number, words: string): ProblemKind {
  if (status === 401 || status === 403) return 'key'
  if (status === 402) return 'credits'
  if (status === 404 || unknownId.test(words)) return 'unknown'
  if (status === 429) return 'busy'
  if (status >= 400 && status < 500) return /concurren/i.test(words) ? 'slots' : 'refused'
  // Redirects are not followed: the key would go with them.
  return status >= 500 ? 'uncertain' : 'refused'
}
