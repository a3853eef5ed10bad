import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as z from 'zod'
import { answerPersona, answerReplica } from './tavus-catalogue'
import {
  conversationRow,
  createRequest,
  type Era,
  pageOf,
  personaRow,
  replicaOf,
  replicaRow,
  stamp,
  type TavusConversation,
  type TavusPersona,
  type TavusReplica,
} from './tavus-contract'

/**
 * What goes wrong with one request: no answer at all, before or after it was done; the connection cut; another answer;
 * done, and then another answer; done two times.
 */
export type TavusFault =
  | 'hang'
  | 'done-then-hang'
  | 'cut'
  | 'done-then-cut'
  | 'done-twice'
  | 'done-twice-then-cut'
  | { status: number; body: string }
  | { doneThen: { status: number; body: string } }

type Asked = { method: string; path: string; body: unknown }
type Answer = { status: number; body: unknown }

/**
 * Starts a server on loopback that answers as Tavus does, by the contract, and can be made to fail in every way a server
 * can. It has one persona and one replica of the account, and one of each that everybody has.
 */
export async function startTavus({ now = () => new Date() }: { now?: () => Date } = {}) {
  const conversations = new Map<string, TavusConversation>()
  const asked: Asked[] = []
  const callbacks: { url: string; body: Record<string, unknown> }[] = []
  const waiting = new Set<ServerResponse>()

  const server = createServer((request, response) => {
    void readBody(request).then((text) => answer(request, response, text))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo

  const tavus = {
    url: `http://127.0.0.1:${port}`,
    /** The key that is accepted. */
    key: `tavus-key-${randomBytes(12).toString('hex')}`,
    /** Whose names are in the answers. */
    era: 'replica' as Era,
    slots: 3,
    credits: true,
    /** Whether the replica is there as soon as a conversation was made. */
    joins: true,
    /** What becomes of callbacks: sent as they come, kept until `deliver`, or never sent. */
    callbacks: 'sent' as 'sent' | 'held' | 'lost',
    /** Callbacks that are held, oldest first. */
    held: callbacks,
    /** The most rows of a page, however many are asked for. */
    mostRows: 100,
    personas: <TavusPersona[]>[
      { id: 'p0a1b2c3d4e5', name: 'Coach', kind: 'user', replicaId: 'r0a1b2c3d4e5' },
      { id: 'pdced222244b', name: 'Stock host', kind: 'system', replicaId: 'rfe12d8b9597' },
    ],
    replicas: <TavusReplica[]>[
      { id: 'r0a1b2c3d4e5', name: 'Mara', kind: 'user', status: 'completed' },
      { id: 'rfe12d8b9597', name: 'Nathan', kind: 'system', status: 'completed' },
    ],
    conversations,
    /** Every request, in order. */
    asked,
    /** What goes wrong with a request; nothing by default. */
    fault: (_request: Asked): TavusFault | undefined => undefined,

    /** The one conversation there is. */
    theOne(): TavusConversation {
      const [first, ...more] = conversations.values()
      if (!first || more.length > 0) throw new Error(`There are ${conversations.size} conversations.`)
      return first
    },
    /** Conversations that hold a slot. */
    active: () => [...conversations.values()].filter(({ status }) => status === 'active'),
    /** Somebody else of the account creates one. */
    createElsewhere(name: string): TavusConversation {
      return make({ callback_url: 'https://elsewhere.example/hook', conversation_name: name })
    },
    /** Something happens in a conversation: it is in its list of events, and told by a callback. */
    async happen(id: string, type: string, properties: Record<string, unknown>): Promise<void> {
      const found = known(id)
      found.updatedAt = now()
      const timestamp = stamp(now())
      found.events.push({ event_type: type, timestamp, properties })
      const [kind] = type.split('.')
      const body = {
        properties,
        conversation_id: id,
        webhook_url: found.callbackUrl,
        event_type: type,
        message_type: kind,
        timestamp,
      }
      if (tavus.callbacks === 'held') callbacks.push({ url: found.callbackUrl, body })
      if (tavus.callbacks === 'sent') await post(found.callbackUrl, body)
    },
    /** The replica is in the room. */
    async joined(id: string): Promise<void> {
      const { replicaId } = known(id)
      await tavus.happen(id, 'system.replica_joined', { replica_id: replicaId })
      if (tavus.era === 'face') await tavus.happen(id, 'system.pal_joined', { face_id: replicaId })
    },
    /** It is over. */
    async ended(id: string, reason: string): Promise<void> {
      const found = known(id)
      if (found.status === 'ended') return
      found.status = 'ended'
      await tavus.happen(id, 'system.shutdown', { ...replicaOf(tavus.era, found), shutdown_reason: reason })
    },
    /** What was said is ready, and what was seen. */
    async transcribed(id: string, transcript: Record<string, unknown>[]): Promise<void> {
      await tavus.happen(id, 'application.transcription_ready', {
        ...replicaOf(tavus.era, known(id)),
        transcript,
      })
    },
    async perceived(id: string, analysis: string): Promise<void> {
      await tavus.happen(id, 'application.perception_analysis', { analysis })
    },
    /** Sends what is held, as often and in the order that these places name; how each was answered. */
    async deliver(...places: number[]): Promise<number[]> {
      const statuses: number[] = []
      for (const place of places) {
        const callback = callbacks[place]
        if (!callback) throw new Error(`There is no callback ${place}.`)
        statuses.push(await post(callback.url, callback.body))
      }
      return statuses
    },
    /** Stops answering; again is fine. */
    async close(): Promise<void> {
      if (!server.listening) return
      for (const response of waiting) response.destroy()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }

  const known = (id: string): TavusConversation => {
    const found = conversations.get(id)
    if (!found) throw new Error(`There is no conversation ${id}.`)
    return found
  }
  function make(request: z.output<typeof createRequest>): TavusConversation {
    const id = `c${randomBytes(8).toString('hex').slice(1)}`
    const persona = tavus.personas.find((each) => each.id === request.persona_id)
    const made: TavusConversation = {
      id,
      name: request.conversation_name ?? 'New Conversation',
      status: 'active',
      replicaId: request.replica_id ?? persona?.replicaId ?? 'rfe12d8b9597',
      personaId: request.persona_id ?? 'pdced222244b',
      callbackUrl: request.callback_url,
      meetingToken: request.require_auth ? `meeting-token-${randomBytes(16).toString('hex')}` : null,
      createdAt: now(),
      updatedAt: now(),
      request,
      events: [],
      deleted: false,
    }
    conversations.set(id, made)
    return made
  }

  async function answer(request: IncomingMessage, response: ServerResponse, text: string): Promise<void> {
    const { method = 'GET', url = '/' } = request
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    const call = { method, path: url, body }
    asked.push(call)
    const say = (status: number, content: string) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(content)
    }
    const hang = () => void waiting.add(response)
    const fault = tavus.fault(call)
    if (fault === 'hang') return hang()
    if (fault === 'cut') return void request.socket.resetAndDestroy()
    if (typeof fault === 'object' && 'status' in fault) return say(fault.status, fault.body)
    if (request.headers['x-api-key'] !== tavus.key) return say(401, '{"message":"Invalid access token"}')
    const done = carryOut(call)
    if (fault === 'done-twice' || fault === 'done-twice-then-cut') carryOut(call)
    if (fault === 'done-then-hang') return hang()
    if (fault === 'done-then-cut' || fault === 'done-twice-then-cut')
      return void request.socket.resetAndDestroy()
    if (typeof fault === 'object') return say(fault.doneThen.status, fault.doneThen.body)
    if (done.body === undefined) return void response.writeHead(done.status).end()
    say(done.status, JSON.stringify(done.body))
  }

  function carryOut({ method, path, body }: Asked): Answer {
    const url = new URL(path, tavus.url)
    const [, version, noun, id, verb] = url.pathname.split('/')
    if (version !== 'v2') return { status: 404, body: { message: 'Not Found' } }
    if (noun === 'personas' && method === 'GET' && !id)
      return listed(
        url,
        tavus.personas.filter(ofKind(url, 'persona_type')).map((each) => personaRow(tavus.era, each)),
      )
    if (noun === 'replicas' && method === 'GET' && !id)
      return listed(
        url,
        tavus.replicas.filter(ofKind(url, 'replica_type')).map((each) => replicaRow(tavus.era, each, now())),
      )
    if (noun === 'personas') return answerPersona(tavus, { method, id, verb, body })
    if (noun === 'replicas') return answerReplica(tavus, { method, id, verb, body }, now())
    if (noun !== 'conversations') return { status: 404, body: { message: 'Not Found' } }
    if (method === 'POST' && !id) return created(body)
    if (method === 'GET' && !id) return listed(url, conversationRows(url))
    const found = conversations.get(id ?? '')
    if (!found || found.deleted) return { status: 400, body: { error: 'Invalid conversation_id' } }
    if (method === 'POST' && verb === 'end') {
      void tavus.ended(found.id, 'end_conversation_endpoint_hit')
      return { status: 200, body: undefined }
    }
    if (method === 'GET' && !verb) return { status: 200, body: whole(found, url) }
    if (method === 'DELETE' && !verb) {
      found.deleted = url.searchParams.get('hard') === 'true' ? 'hard' : 'soft'
      return { status: 204, body: undefined }
    }
    return { status: 404, body: { message: 'Not Found' } }
  }

  const listed = (url: URL, rows: Record<string, unknown>[]): Answer => ({
    status: 200,
    body: pageOf(url, rows, tavus.mostRows),
  })

  function created(body: unknown): Answer {
    const read = createRequest.safeParse(body)
    const refuse = (message: string, status = 400) => ({ status, body: { message } })
    if (!read.success) return refuse(z.prettifyError(read.error))
    const { persona_id: personaId, replica_id: replicaId } = read.data
    const persona = tavus.personas.find((each) => each.id === personaId)
    if (personaId && !persona) return refuse('Invalid persona_uuid')
    if (replicaId && !tavus.replicas.some((each) => each.id === replicaId))
      return refuse('Invalid replica_uuid')
    if (!tavus.credits) return refuse('The user is out of conversational credits.', 402)
    if (tavus.active().length >= tavus.slots)
      return refuse('User has reached maximum concurrent conversations')
    const made = make(read.data)
    if (tavus.joins) void tavus.joined(made.id)
    const { meetingToken } = made
    return {
      status: 200,
      body: { ...conversationRow(tavus.era, made), ...(meetingToken && { meeting_token: meetingToken }) },
    }
  }

  const whole = (made: TavusConversation, url: URL) => ({
    ...conversationRow(tavus.era, made),
    ...(url.searchParams.get('verbose') === 'true' && { events: made.events }),
  })

  const conversationRows = (url: URL) =>
    [...conversations.values()]
      .filter(({ deleted, status }) => {
        const wanted = url.searchParams.get('status')
        return !deleted && (wanted === null || wanted === status)
      })
      .reverse()
      .map((made) => conversationRow(tavus.era, made))

  return tavus
}

/** What an address wants of a list by this parameter; without it, everything. */
const ofKind = (url: URL, parameter: string) => {
  const wanted = url.searchParams.get(parameter)
  return ({ kind }: { kind: string }) => wanted === null || wanted === kind
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** Tells once, and does not care how it is answered; the status, or 0 where nobody answers. */
async function post(url: string, body: unknown): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  try {
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return 0
  }
}
