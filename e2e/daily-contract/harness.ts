import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import { type WebSocket, WebSocketServer } from 'ws'
import {
  type FromParticipant,
  type FromStudio,
  fromParticipant,
  type RoomParticipant,
} from '@/lib/protocol/room'

/**
 * A host page and a room page on one loopback port, both under the strictest policy, and rooms behind WebSockets
 * that do what their id says: `refuse-full` refuses, `silent` never answers a join, everything else takes people in.
 */
export type Harness = {
  port: number
  /** What participants said to a room, in order. */
  heard(room: string): FromParticipant[]
  /** Sends a frame to everybody in a room. */
  tell(room: string, frame: FromStudio): void
  /** Cuts every connection of a room without a word. */
  cut(room: string): void
  stop(): Promise<void>
}

const bundle = async (file: string) => {
  const { outputFiles } = await build({
    entryPoints: [`${import.meta.dirname}/${file}`],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    tsconfig: `${import.meta.dirname}/../../tsconfig.json`,
  })
  return outputFiles[0]?.text ?? ''
}

const page = (script: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${script}</title><body><div id="call"></div><script type="module" src="/${script}"></script></body></html>`

/** Pages by path: their text, type and policy. */
async function pages(): Promise<Record<string, { type: string; text: string; policy?: string }>> {
  const [host, room] = await Promise.all([bundle('host-page.ts'), bundle('room-page.ts')])
  return {
    '/host': {
      type: 'text/html',
      text: page('host.js'),
      policy:
        "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src http://localhost:* http://127.0.0.1:*",
    },
    // The control of the test: without a policy a request to elsewhere is seen.
    '/host-without-policy': { type: 'text/html', text: page('host.js') },
    '/rooms': {
      type: 'text/html',
      text: page('room.js'),
      policy: "default-src 'none'; script-src 'self'; connect-src 'self'; media-src blob:; frame-ancestors *",
    },
    '/mute': { type: 'text/html', text: '<!doctype html><title>Says nothing</title>' },
    '/host.js': { type: 'text/javascript', text: host },
    '/room.js': { type: 'text/javascript', text: room },
  }
}

export const replicaSession = 'replica-session'

const replica: RoomParticipant = {
  session_id: replicaSession,
  user_id: 'tavus-replica-r1',
  name: 'Nathan',
  role: 'replica',
  audio: false,
  video: false,
  screen: false,
  joined_at: 1_700_000_000,
  reconnecting: false,
}

type Room = { heard: FromParticipant[]; people: Map<WebSocket, RoomParticipant> }

/** Starts the pages and rooms on a free port of the loopback interface. */
export async function startHarness(): Promise<Harness> {
  const served = await pages()
  const rooms = new Map<string, Room>()
  const sockets = new WebSocketServer({ noServer: true })
  const roomOf = (id: string) => {
    const room = rooms.get(id) ?? { heard: [], people: new Map() }
    rooms.set(id, room)
    return room
  }

  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://harness').pathname
    const found = served[path.startsWith('/rooms/') ? '/rooms' : path]
    response.writeHead(found ? 200 : 404, {
      'content-type': `${found?.type ?? 'text/plain'}; charset=utf-8`,
      ...(found?.policy && { 'content-security-policy': found.policy }),
    })
    response.end(found?.text ?? 'Nothing here')
  })
  server.on('upgrade', (request, socket, head) => {
    const id = /^\/rooms\/([^/]+)\/socket$/.exec(request.url ?? '')?.[1] ?? ''
    sockets.handleUpgrade(request, socket, head, (client) => takeIn(client, id, roomOf(id)))
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))

  return {
    port: (server.address() as AddressInfo).port,
    heard: (id) => roomOf(id).heard,
    tell: (id, frame) => {
      for (const client of roomOf(id).people.keys()) send(client, frame)
    },
    cut: (id) => {
      for (const client of roomOf(id).people.keys()) client.terminate()
    },
    async stop() {
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const send = (client: WebSocket, frame: FromStudio) => client.send(JSON.stringify(frame))

function takeIn(client: WebSocket, id: string, room: Room): void {
  const others = () => [...room.people.keys()].filter((one) => one !== client)
  const gone = () => {
    const person = room.people.get(client)
    room.people.delete(client)
    if (person) for (const one of others()) send(one, { type: 'participant-left', participant: person })
  }
  client.on('close', gone)
  client.on('message', (data) => {
    const frame = fromParticipant.parse(JSON.parse(String(data)))
    room.heard.push(frame)
    const person = room.people.get(client)
    if (frame.type === 'join') join(client, id, room, frame)
    else if (frame.type === 'leave') {
      gone()
      client.close(1000)
    } else if (frame.type === 'app-message' && person) {
      for (const one of others())
        send(one, { type: 'app-message', from: person.session_id, data: frame.data })
    } else if (person) {
      const changed =
        frame.type === 'rename'
          ? { ...person, name: frame.name }
          : frame.type === 'devices'
            ? { ...person, audio: frame.audio, video: frame.video }
            : person
      room.people.set(client, changed)
      for (const one of others()) send(one, { type: 'participant-updated', participant: changed })
    }
  })
}

function join(
  client: WebSocket,
  id: string,
  room: Room,
  frame: Extract<FromParticipant, { type: 'join' }>,
): void {
  if (id === 'silent') return
  const reason = /^refuse-(.+)$/.exec(id)?.[1]
  if (reason) {
    client.send(JSON.stringify({ type: 'refused', reason, message: reason }))
    return
  }
  const session_id = frame.ticket ?? `session-${room.heard.length}`
  const person: RoomParticipant = {
    session_id,
    user_id: session_id,
    name: frame.name ?? 'Guest',
    role: 'participant',
    audio: frame.audio,
    video: frame.video,
    screen: false,
    joined_at: 1_700_000_001,
    reconnecting: false,
  }
  for (const one of room.people.keys()) send(one, { type: 'participant-joined', participant: person })
  room.people.set(client, person)
  send(client, {
    type: 'joined',
    session_id,
    ticket: session_id,
    participants: [replica, ...room.people.values()],
    captions: [],
    ice_servers: [],
    room: {
      conversation_id: id,
      conversation_name: 'A test',
      audio_only: false,
      closed_captions: false,
      language: 'english',
      max_participants: 4,
      ends_when_empty: false,
      may_record: false,
      recording: null,
      background: null,
    },
  })
}
