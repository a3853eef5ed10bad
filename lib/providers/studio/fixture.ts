import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket } from 'ws'
import { systemClock, wait } from '@/lib/platform/clock'
import { createLog } from '@/lib/platform/log'
import type { LocalServer } from '@/lib/protocol/model-trial'
import type { FromParticipant, FromStudio } from '@/lib/protocol/room'
import { roomRequest } from '@/lib/providers/fixture'
import type { News, RoomRequest } from '@/lib/providers/port'
import { type AdmissionAnswer, createStudioProvider } from '@/lib/providers/studio/provider'

type Join = Extract<FromParticipant, { type: 'join' }>
type Frame<T extends FromStudio['type']> = Extract<FromStudio, { type: T }>

/** For tests: an app-message for the replica. */
export const sayToReplica = (
  conversationId: string,
  kind: 'respond' | 'echo',
  text: string,
): FromParticipant => ({
  type: 'app-message',
  to: '*',
  data: {
    message_type: 'conversation',
    event_type: `conversation.${kind}`,
    conversation_id: conversationId,
    properties: { text },
  },
})

/** For tests: the provider with its real process, behind a server that passes upgrades on as the product's does. */
export async function startStudio(
  admissions: Record<string, AdmissionAnswer> = {},
  { privateHosts = '', localServers = [] }: { privateHosts?: string; localServers?: LocalServer[] } = {},
) {
  const news: News[] = []
  /** What becomes of news: a rejection leaves it untaken. */
  const taking: { how: (news: News) => void | Promise<void> } = { how: () => {} }
  const provider = createStudioProvider({
    clock: systemClock,
    log: createLog('silent'),
    maxRooms: 40,
    media: { ports: null, announcedIp: null, iceServers: [] },
    models: { privateHosts, appUrl: null },
    localServers,
    ticketKey: 'a key for tickets',
    recall: async () => [],
    async tell(told) {
      news.push(told)
      await taking.how(told)
    },
    admit: async (_conversationId, token) => admissions[token] ?? { refusal: 'not-allowed' },
  })
  const server = createServer()
  server.on('upgrade', (request, socket, head) =>
    provider.connect(request, socket, head, String(request.headers['x-test-address'] ?? '192.0.2.1')),
  )
  server.listen(0, '127.0.0.1')
  await Promise.all([provider.open(), once(server, 'listening')])
  const { port } = server.address() as AddressInfo
  let rooms = 0

  /** A browser's WebSocket to the room, before it has said anything. */
  async function browse(conversationId: string, address?: string) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/rooms/${conversationId}/socket`, {
      headers: { cookie: 'a=b', ...(address && { 'x-test-address': address }) },
    })
    const frames: FromStudio[] = []
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    socket.on('message', (data) => frames.push(JSON.parse(String(data))))
    await once(socket, 'open')
    const ofType = <T extends FromStudio['type']>(type: T) =>
      frames.filter((frame): frame is Frame<T> => frame.type === type)
    async function first<T extends FromStudio['type']>(type: T): Promise<Frame<T>> {
      for (let tries = 0; tries < 500; tries += 1) {
        const [frame] = ofType(type)
        if (frame) return frame
        await wait(systemClock, 10)
      }
      throw new Error(`No frame "${type}" came, but ${JSON.stringify(frames)}`)
    }
    const speeches = () =>
      ofType('app-message').flatMap(({ data }) => {
        const { event_type, properties } = data as {
          event_type: string
          properties: { role: string; speech: string }
        }
        return event_type === 'conversation.utterance' ? [`${properties.role}: ${properties.speech}`] : []
      })
    const send = (frame: FromParticipant) => socket.send(JSON.stringify(frame))
    return { socket, closed, send, first, ofType, frames, speeches }
  }

  const newsOf = <T extends 'presence' | 'line' | 'greeted'>(type: T, conversationId: string) =>
    news.filter(
      (told): told is Extract<News, { type: T }> =>
        told.type === type && told.conversationId === conversationId,
    )

  return {
    provider,
    address: `ws://127.0.0.1:${port}`,
    news,
    taking,
    browse,
    newsOf,
    /** What was said to its end, each line as it was told last. */
    lines(conversationId: string) {
      const told = new Map(newsOf('line', conversationId).map(({ line }) => [line.seq, line]))
      return [...told.values()]
        .filter(({ role, duration }) => role === 'user' || duration !== null)
        .sort((a, b) => a.seq - b.seq)
    },
    lastPresence: (conversationId: string) => newsOf('presence', conversationId).at(-1)?.state.presence,
    /** Starts a conversation with an id of its own. */
    async openRoom(changes: Partial<RoomRequest> = {}) {
      rooms += 1
      const request = roomRequest({ conversationId: `c${String(rooms).padStart(15, '0')}`, ...changes })
      await provider.start(request)
      return request
    },
    async join(conversationId: string, fields: Partial<Join> = {}) {
      const browser = await browse(conversationId)
      browser.send({ type: 'join', audio: true, video: true, ...fields })
      const joined = await browser.first('joined')
      return { ...browser, joined, sessionId: joined.session_id }
    },
    /** Why a join is refused. */
    async refusal(conversationId: string, fields: Partial<Join> = {}, address?: string) {
      const browser = await browse(conversationId, address)
      browser.send({ type: 'join', audio: true, video: true, ...fields })
      const { reason } = await browser.first('refused')
      await browser.closed
      return reason
    },
    async stop() {
      await provider.stop()
      server.close()
    },
  }
}

export type Studio = Awaited<ReturnType<typeof startStudio>>
