import type { Chance } from './chance'
import { visit } from './visitor'

/** What a server has acknowledged, which has to be true ever after. */
export type Journal = {
  /** Made conversations, by id. */
  made: Map<string, { test: boolean }>
  /** Ended ones, by id, with the seconds that were told. */
  ended: Map<string, number>
  deleted: Set<string>
  /** Creations that were answered with an error which may have been done all the same. */
  uncertain: number
  /** Answers of each status. */
  answers: Map<number, number>
  /** Requests that got no answer and were made again. */
  repeated: number
}

export const newJournal = (): Journal => ({
  made: new Map(),
  ended: new Map(),
  deleted: new Set(),
  uncertain: 0,
  answers: new Map(),
  repeated: 0,
})

type Place = { origin: string; key: string; callbackUrl: string }
type Answer = { status: number; body: Record<string, unknown> }

/** Milliseconds between two tries, and for which a client waits for an answer. */
const againMs = 150
const patienceMs = 20_000

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks until there is an answer, as a careful client does: writes under one key. */
async function ask(
  place: Place,
  journal: Journal,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const idempotencyKey = method === 'POST' ? crypto.randomUUID() : undefined
  for (;;) {
    try {
      const response = await fetch(`${place.origin}/v2${path}`, {
        method,
        signal: AbortSignal.timeout(patienceMs),
        headers: {
          'x-api-key': place.key,
          'content-type': 'application/json',
          ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
        },
        body: body && JSON.stringify(body),
      })
      const text = await response.text()
      const { status } = response
      journal.answers.set(status, (journal.answers.get(status) ?? 0) + 1)
      // Busy with the same request, or for a moment without a database.
      if (status !== 409 && status !== 503) return { status, body: text ? JSON.parse(text) : {} }
    } catch {
      journal.repeated++
    }
    await pause(againMs)
  }
}

/** One client that makes conversations and ends them in one way or another, until `isOver`. */
export async function work(
  place: Place,
  journal: Journal,
  chance: Chance,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    await oneLife(place, journal, chance)
    await pause(chance.between(0, 200))
  }
}

async function oneLife(place: Place, journal: Journal, chance: Chance): Promise<void> {
  const test = chance.is(0.1)
  const { status, body } = await ask(place, journal, 'POST', '/conversations', {
    persona_id: 'pdced222244b',
    callback_url: place.callbackUrl,
    test_mode: test,
    properties: {
      max_call_duration: chance.between(5, 40),
      participant_absent_timeout: chance.between(2, 15),
      participant_left_timeout: chance.between(0, 3),
    },
  })
  if (status >= 500) journal.uncertain++
  if (status !== 200) {
    await pause(500)
    return
  }
  const id = String(body.conversation_id)
  journal.made.set(id, { test })
  if (test) return
  if (chance.is(0.6)) await beThere(place, id, chance)
  if (chance.is(0.5)) await end(place, journal, id)
  if (chance.is(0.1)) {
    const removed = await ask(place, journal, 'DELETE', `/conversations/${id}`)
    if (removed.status < 300) journal.deleted.add(id)
  }
}

async function beThere(place: Place, id: string, chance: Chance): Promise<void> {
  const visitor = visit(place.origin, id)
  await Promise.race([visitor.joined, pause(10_000)])
  await pause(chance.between(200, 4_000))
  visitor.leave(chance.is(0.7))
}

async function end(place: Place, journal: Journal, id: string): Promise<void> {
  const { status } = await ask(place, journal, 'POST', `/conversations/${id}/end`)
  if (status !== 200) return
  const read = await ask(place, journal, 'GET', `/conversations/${id}`)
  if (read.status === 200) journal.ended.set(id, Number(read.body.duration))
}
