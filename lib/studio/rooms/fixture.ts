import { movableClock, systemClock } from '@/lib/platform/clock'
import { createLog } from '@/lib/platform/log'
import { plainRoom } from '@/lib/protocol/fixture'
import { roomSystemMessage } from '@/lib/protocol/interactions'
import type { FromStudio } from '@/lib/protocol/room'
import type { RoomDescription, FromStudio as ToParent } from '@/lib/protocol/studio'
import { createModelClient } from '@/lib/studio/replica/models/endpoint'
import { toneSynthesizer } from '@/lib/studio/replica/tts/fixture'
import type { Connection } from '@/lib/studio/rooms/audience'
import { createRoom, type Entrant } from '@/lib/studio/rooms/room'
import type { StudioParts } from '@/lib/studio/rooms/stage'
import { memoryTransport } from '@/lib/studio/transport/fixture'
import type { Transport } from '@/lib/studio/transport/port'

/** For tests: a room's description with `changes`. */
export function describedRoom(changes: Partial<RoomDescription> = {}): RoomDescription {
  return {
    conversationId: 'c123456789abcdef',
    ...plainRoom('Be kind.', 'The office opens at nine.'),
    age: 0,
    resume: { report: { version: 0, presence: [] }, greeted: false, lines: [] },
    ...changes,
  }
}

/** For tests: the browser's end of a connection, which remembers what it was sent. */
export function rememberingConnection() {
  const frames: FromStudio[] = []
  const closed: number[] = []
  const connection: Connection = {
    send: (frame) => frames.push(structuredClone(frame)),
    close: (code) => closed.push(code),
  }
  const ofType = <T extends FromStudio['type']>(type: T) =>
    frames.filter((frame): frame is Extract<FromStudio, { type: T }> => frame.type === type)
  return { connection, frames, closed, ofType }
}

/** For tests: the app-messages that somebody got, but for those about the conversation as a whole. */
export const passedOn = ({ ofType }: Pick<ReturnType<typeof rememberingConnection>, 'ofType'>) =>
  ofType('app-message').filter(({ data }) => !roomSystemMessage.safeParse(data).success)

/** For tests: asks the replica of the room something. */
export const respond = (text: string) => ({
  message_type: 'conversation',
  event_type: 'conversation.respond',
  conversation_id: describedRoom().conversationId,
  properties: { text },
})

/** For tests: a studio whose replica repeats what it is told, and how much was said before, in tones. */
export const studioParts = (transport: Transport): StudioParts => ({
  transport,
  iceServers: [{ urls: ['stun:stun.example.org'] }],
  synthesizer: toneSynthesizer().synthesizer,
  models: createModelClient({ privateHosts: '127.0.0.1', appUrl: null }, systemClock),
  thinkerFor: () => ({
    async *think({ question, history }) {
      yield { text: `${question} (${history.length})` }
    },
    learn: () => {},
  }),
})

/** For tests: a room with `changes`, without sockets, on a clock moved by hand, and what it has told its parent. */
export function openedRoom(changes: Partial<RoomDescription> = {}, parts: Partial<StudioParts> = {}) {
  const clock = movableClock()
  const told: ToParent[] = []
  const { transport, rooms } = memoryTransport()
  const room = createRoom({
    description: describedRoom(changes),
    parts: { ...studioParts(transport), ...parts },
    ticketKey: 'key',
    clock,
    log: createLog('silent'),
    tell: (message) => told.push(message),
  })
  function enter(entrant: Partial<Entrant> = {}) {
    const browser = rememberingConnection()
    const seat = room.enter(browser.connection, {
      sessionId: null,
      name: 'Bea',
      admitted: null,
      audio: true,
      video: false,
      screen: false,
      media: false,
      ...entrant,
    })
    if (typeof seat === 'string') throw new Error(`refused: ${seat}`)
    const [joined] = browser.ofType('joined')
    if (!joined) throw new Error('not joined')
    return { ...browser, seat, joined, sessionId: joined.session_id }
  }
  const refusal = (entrant: Partial<Entrant> = {}) => {
    const answer = room.enter(rememberingConnection().connection, {
      sessionId: null,
      name: undefined,
      admitted: null,
      audio: false,
      video: false,
      screen: false,
      media: false,
      ...entrant,
    })
    return typeof answer === 'string' ? answer : null
  }
  const ofType = <T extends ToParent['type']>(type: T) =>
    told.filter((message): message is Extract<ToParent, { type: T }> => message.type === type)
  /** What was said, each line as it was told last. */
  const lines = () => [...new Map(ofType('line').map(({ line }) => [line.seq, line])).values()]
  /** The lines whose end has been told: somebody's words, and the replica's when they are spoken. */
  const finished = () => lines().filter(({ role, duration }) => role === 'user' || duration !== null)
  const lastReport = () => ofType('presence').at(-1)?.report
  const [media] = rooms
  if (!media) throw new Error('no media')
  return { room, clock, told, media, enter, refusal, ofType, lines, finished, lastReport }
}
