import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type Clock, wait } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { Passage } from '@/lib/protocol/mind'
import type { LocalServer } from '@/lib/protocol/model-trial'
import type { MediaSettings, ModelTargets } from '@/lib/protocol/studio'
import type { News, Provider, TellNews } from '@/lib/providers/port'
import { announced, describe, lineFrom, stateFrom, turnFrom } from '@/lib/providers/studio/ages'
import { type Crashes, crashed, isHopeless } from '@/lib/providers/studio/crashes'
import {
  type Answer,
  createStudioProcess,
  type News as StudioNews,
  type StudioProcess,
} from '@/lib/providers/studio/process'
import { answerUnavailable, passUpgrade } from '@/lib/providers/studio/proxy'

/** Milliseconds the studio has for each request. Closing waits there for what was said to be taken, up to 5 s. */
const timeouts = {
  open: 10_000,
  close: 10_000,
  snapshot: 5000,
  interact: 5000,
  holder: 5000,
  announce: 5000,
  speak: 5000,
  // A model may have to be loaded before its first word.
  'try-model': 50_000,
  'find-models': 8000,
  // A long conversation is read in pieces, and a model may have to be loaded before.
  remember: 300_000,
}
/** Milliseconds before news that was not taken and that the studio cannot repeat is told again. */
const newsRetry = 1000
/** Milliseconds after the loss of a room in which those who want in are told to try again. */
const reopening = 30_000

/** What the server says of a meeting token. */
export type AdmissionAnswer =
  | { admitted: { tokenId: string; name: string | null; accountId: string | null } }
  | { refusal: 'not-allowed' | 'token-expired' }

type Options = {
  clock: Clock
  log: Log
  tell: TellNews
  /** Does this meeting token open this conversation's room? */
  admit(conversationId: string, token: string): Promise<AdmissionAnswer>
  /** What the documents of this conversation say of a question, the best first. */
  recall(conversationId: string, question: string): Promise<Passage[]>
  /** Conversations at once on this machine. */
  maxRooms: number
  media: MediaSettings
  models: ModelTargets
  /** Where servers for models of one's own are looked for. */
  localServers: LocalServer[]
  /** Key of the tickets by which participants return; the same for every start of this installation. */
  ticketKey: string
}

/** The built-in provider: conversations run in a process of ours. */
export type StudioProvider = Provider &
  Required<Pick<Provider, 'snapshot' | 'interact'>> & {
    /** Starts the process. @throws Error when it does not become ready */
    open(): Promise<void>
    /** Ends the process within 2 s. Its conversations are left as a crash leaves them. */
    stop(): Promise<void>
    health(): boolean
    /** Of the running process; null while it is down. */
    pid(): number | null
    /** Takes over an upgrade to `/rooms/<conversation id>/socket` of the client at `address`; Origin was checked before. */
    connect(request: IncomingMessage, socket: Duplex, head: Buffer, address: string): void
  }

/** A room as this side knows it: in the studio (open), on its way there, or lost with a studio that died. */
type Room = { state: 'opening' | 'open' | 'lost'; lostAt: Date | null; crashes: Crashes }

/** The studio as a provider. Nothing runs before `open()`. */
export function createStudioProvider({
  clock,
  log,
  tell,
  admit,
  recall,
  maxRooms,
  media,
  models,
  localServers,
  ticketKey,
}: Options): StudioProvider {
  const rooms = new Map<string, Room>()
  /** News being told, per conversation in order; what is being told already is not told twice. */
  const telling = new Map<string, { last: Promise<void>; keys: Set<string> }>()
  let stopped = false
  const studio: StudioProcess = createStudioProcess({
    clock,
    log,
    maxRooms,
    media,
    models,
    ticketKey,
    hear,
    died,
    restarted: () => {
      announceLost().catch((error) => log.error({ error }, 'The loss of rooms could not be told.'))
    },
  })

  function hear(message: StudioNews) {
    const { conversationId } = message
    const now = clock.now()
    switch (message.type) {
      case 'presence': {
        const state = stateFrom(message.report, now)
        return pass(`presence ${state.version}`, { type: 'presence', conversationId, state }, () =>
          studio.post({ type: 'taken-presence', conversationId, version: state.version }),
        )
      }
      case 'line': {
        const line = lineFrom(message.line, now)
        const { seq, revision } = line
        return pass(`line ${seq} ${revision}`, { type: 'line', conversationId, line }, () =>
          studio.post({ type: 'taken-line', conversationId, seq, revision }),
        )
      }
      case 'turn': {
        const turn = turnFrom(message.turn, now)
        const { revision } = turn
        return pass(`turn ${turn.turn} ${revision}`, { type: 'turn', conversationId, turn }, () =>
          studio.post({ type: 'taken-turn', conversationId, turn: turn.turn, revision }),
        )
      }
      case 'problem': {
        const { number, problem: told } = message
        const { age, ...problem } = told
        const at = new Date(now.getTime() - age)
        return pass(`problem ${number}`, { type: 'problem', conversationId, number, problem, at }, () =>
          studio.post({ type: 'taken-problem', conversationId, number }),
        )
      }
      case 'recall':
        return answerRecall(message.id, conversationId, message.question)
      case 'greeted':
        return pass('greeted', { type: 'greeted', conversationId }, () =>
          studio.post({ type: 'taken-greeted', conversationId }),
        )
      case 'context': {
        const { version, context } = message
        return pass(`context ${version}`, { type: 'context', conversationId, context }, () =>
          studio.post({ type: 'taken-context', conversationId, version }),
        )
      }
      case 'admit':
        return answerAdmit(message.id, conversationId, message.token)
    }
  }

  /** Tells news in order, and acknowledges it once taken; what fails is repeated by the studio. */
  function pass(key: string, news: Exclude<News, { type: 'restarted' }>, taken: () => void): void {
    const { conversationId } = news
    const queue = telling.get(conversationId) ?? { last: Promise.resolve(), keys: new Set<string>() }
    if (queue.keys.has(key)) return
    queue.keys.add(key)
    telling.set(conversationId, queue)
    queue.last = queue.last
      .then(() => tell(news))
      .then(taken)
      .catch((error) =>
        log.warn({ error, conversation: conversationId, news: news.type }, 'News was not taken.'),
      )
      .finally(() => {
        queue.keys.delete(key)
        if (queue.keys.size === 0) telling.delete(conversationId)
      })
  }

  function answerAdmit(id: number, conversationId: string, token: string): void {
    const nothing = { type: 'admission', id, admitted: null, refusal: null } as const
    Promise.resolve()
      .then(() => admit(conversationId, token))
      .then((answer) => studio.post({ ...nothing, ...answer }))
      .catch((error) => {
        log.warn({ error, conversation: conversationId }, 'A meeting token could not be checked.')
        studio.post(nothing)
      })
  }

  /** Without an answer the replica goes by what it knows anyway. */
  function answerRecall(id: number, conversationId: string, question: string): void {
    Promise.resolve()
      .then(() => recall(conversationId, question))
      .catch((error) => {
        log.warn({ error, conversation: conversationId }, 'The documents could not be searched.')
        return []
      })
      .then((passages) => studio.post({ type: 'recalled', id, passages }))
  }

  function died(at: Date): void {
    for (const [conversationId, room] of rooms) {
      if (room.state === 'lost') continue
      const crashes = crashed(room.crashes, at)
      rooms.set(conversationId, { state: 'lost', lostAt: room.lostAt ?? at, crashes })
    }
  }

  /** After a restart: which rooms can be opened again, and which are given up because they were there too often. */
  async function announceLost(): Promise<void> {
    // What the dead studio told is settled first, so that the rows from which its rooms are opened hold it.
    await Promise.all([...telling.values()].map(({ last }) => last))
    const lost = [...rooms].filter(([, { state }]) => state === 'lost')
    const hopeless = lost.filter(([, { crashes }]) => isHopeless(crashes))
    for (const [conversationId] of hopeless) rooms.delete(conversationId)
    const lostAt = lost.reduce<Date | null>(
      (a, [, { lostAt: b }]) => (a && b ? (a < b ? a : b) : (a ?? b)),
      null,
    )
    const conversationIds = lost.flatMap((entry) => (hopeless.includes(entry) ? [] : entry[0]))
    if (lostAt && conversationIds.length > 0) {
      tellUntilTaken({ type: 'restarted', conversationIds, lostAt })
    }
    for (const [conversationId] of hopeless) tellUntilTaken({ type: 'failed', conversationId })
  }

  async function tellUntilTaken(news: News): Promise<void> {
    while (!stopped) {
      try {
        return await tell(news)
      } catch (error) {
        log.warn({ error, news: news.type }, 'News was not taken.')
      }
      await wait(clock, newsRetry)
    }
  }

  const inWords = (answer: Answer) => {
    if (answer.type === 'failed') throw new Error(answer.message)
    return answer
  }

  return {
    name: 'studio',
    async start(request) {
      const { conversationId } = request
      const before = rooms.get(conversationId)
      if (before?.state !== 'open') {
        rooms.set(conversationId, {
          state: 'opening',
          lostAt: before?.lostAt ?? null,
          crashes: before?.crashes ?? [],
        })
      }
      try {
        inWords(await studio.ask({ type: 'open', room: describe(request, clock.now()) }, timeouts.open))
      } catch (error) {
        if (!before) rooms.delete(conversationId)
        throw error
      }
      const room = rooms.get(conversationId)
      if (room) rooms.set(conversationId, { ...room, state: 'open', lostAt: null })
      return { providerId: conversationId, meetingUrl: null, createdAt: null, meetingToken: null }
    },
    async end({ conversationId }, reason) {
      // Not to be opened again, whatever becomes of the studio meanwhile.
      rooms.delete(conversationId)
      inWords(await studio.ask({ type: 'close', conversationId, reason }, timeouts.close))
    },
    async snapshot(conversationId) {
      const answer = inWords(await studio.ask({ type: 'snapshot', conversationId }, timeouts.snapshot))
      return answer.type === 'state' && answer.report ? stateFrom(answer.report, clock.now()) : null
    },
    async interact(conversationId, message) {
      inWords(await studio.ask({ type: 'interact', conversationId, message }, timeouts.interact))
    },
    async holder(conversationId, ticket) {
      const room = rooms.get(conversationId)
      if (room && room.state !== 'open')
        throw new Error('The room is being opened again. Try again in a moment.')
      const answer = inWords(await studio.ask({ type: 'holder', conversationId, ticket }, timeouts.holder))
      return answer.type === 'holder' ? answer.holder : null
    },
    async preview(sample) {
      const answer = inWords(await studio.ask({ type: 'speak', ...sample }, timeouts.speak))
      if (answer.type !== 'sample') throw new Error('The voice did not answer.')
      const { wav, visemes, energy } = answer
      return { wav: Buffer.from(wav, 'base64'), mouth: { visemes, energy } }
    },
    async tryModel(trial) {
      const answer = inWords(await studio.ask({ type: 'try-model', trial }, timeouts['try-model']))
      if (answer.type !== 'tried') throw new Error('The studio did not say what came of it.')
      return answer.outcome
    },
    async findModels() {
      const question = { type: 'find-models', servers: localServers } as const
      const answer = inWords(await studio.ask(question, timeouts['find-models']))
      return answer.type === 'found-models' ? answer.servers : []
    },
    async remember(conversation) {
      const answer = inWords(await studio.ask({ type: 'remember', conversation }, timeouts.remember))
      if (answer.type !== 'remembered') throw new Error('The model did not answer.')
      return answer.facts
    },
    async announce(conversationId, running) {
      const recording = running && announced(running, clock.now())
      inWords(await studio.ask({ type: 'announce', conversationId, recording }, timeouts.announce))
    },
    open: () => studio.start(),
    stop() {
      stopped = true
      return studio.stop()
    },
    health: () => studio.isUp(),
    pid: () => studio.pid(),
    connect(request, socket, head, address) {
      const conversationId = /^\/rooms\/([^/?]+)\/socket/.exec(request.url ?? '')?.[1] ?? ''
      const path = studio.socketPath()
      if (!path || isReopening(rooms.get(conversationId), clock.now())) return answerUnavailable(socket)
      passUpgrade({ request, socket, head, address }, path)
    },
  }
}

/** Whether a room was lost a moment ago and will be back: whoever wants in is told to try again, not that it is unknown. */
function isReopening(room: Room | undefined, now: Date): boolean {
  return room?.lostAt != null && room.state !== 'open' && now.getTime() - room.lostAt.getTime() < reopening
}
