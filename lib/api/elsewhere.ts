import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { instanceOfRoom } from '@/lib/domain/conversations/queries/due'
import { instanceOfDocument } from '@/lib/domain/documents/queries/read'
import { findInstance } from '@/lib/domain/instances/queries'
import { instanceOfRecording } from '@/lib/domain/recordings/queries'
import type { SystemScope } from '@/lib/domain/scope'
import { wait } from '@/lib/platform/clock'
import { forward, forwardUpgrade, type NextHop } from '@/lib/platform/forward'
import { registry } from '@/lib/platform/registry'

/** What one instance alone has: a room, or a file on its disk. */
type Held = {
  id: string
  instanceOf(system: SystemScope, id: string): Promise<string | null>
  /** Milliseconds for which a request waits for an instance that is being started again. */
  patience: number
  /** In the end this server says what can be done without that instance. */
  orHere: boolean
}

/** For whom a request was passed on; it is not passed on again. */
const forWhom = 'x-colloquy-instance'

/** Less than proxies wait for an answer. */
const patience = 20_000
/** Milliseconds between two tries. */
const tryAgainMs = 250

const ofRooms: [RegExp, Omit<Held, 'id'>][] = [
  [
    /^\/rooms\/([A-Za-z0-9]{1,64})\/(?:socket$|recordings(?:\/|$))/,
    { instanceOf: instanceOfRoom, patience, orHere: false },
  ],
  [
    /^\/v2\/recordings\/([A-Za-z0-9_-]{1,64})\/file$/,
    { instanceOf: instanceOfRecording, patience, orHere: true },
  ],
  [
    /^\/v2\/documents\/([A-Za-z0-9_-]{1,64})\/file$/,
    { instanceOf: instanceOfDocument, patience, orHere: true },
  ],
]
/** What a conversation's page does may need its room, and mostly does not. */
const ofActions: [RegExp, Omit<Held, 'id'>][] = [
  [/^\/conversations\/(c[0-9a-f]{7,15})$/, { instanceOf: instanceOfRoom, patience: 0, orHere: true }],
]

/** What a request is about that one instance alone has; null: any answers it. */
export function heldBy({ url, headers }: IncomingMessage): Held | null {
  const path = (url ?? '/').split('?', 1)[0] ?? '/'
  for (const [shape, held] of headers['next-action'] ? ofActions : ofRooms) {
    const id = shape.exec(path)?.[1]
    if (id) return { id, ...held }
  }
  return null
}

/** Another instance that has what a request is about. */
type Elsewhere = { instance: string }

/** Whether a request stays here, belongs to another instance, or was passed on to the wrong one. */
async function placeOf(
  system: SystemScope,
  held: Held,
  { headers }: IncomingMessage,
): Promise<'here' | 'astray' | Elsewhere> {
  const { instanceId } = registry()
  const meant = headers[forWhom]
  if (meant !== undefined) return meant === instanceId ? 'here' : 'astray'
  const instance = await held.instanceOf(system, held.id)
  return instance === null || instance === instanceId ? 'here' : { instance }
}

/** The way to another instance: null while it is away, and `here` when it is known no more. */
async function wayTo(system: SystemScope, { instance }: Elsewhere): Promise<NextHop | 'here' | null> {
  const found = await findInstance(system, instance)
  if (!found) return 'here'
  return found.address === null ? null : { address: found.address, headers: { [forWhom]: instance } }
}

const astray = [
  421,
  'This request was meant for another server of this installation: its INSTANCE_ADDRESS leads here.',
] as const
const away = [503, 'The server that has this is being started again. Try again in a moment.'] as const

/**
 * Has a request answered by the instance that has what it is about: `here` when that is this one, and else by passing it
 * on. One that is being started again is waited for.
 */
export async function answerWhereHeld(
  system: SystemScope,
  held: Held,
  { request, response, here }: { request: IncomingMessage; response: ServerResponse; here: () => void },
): Promise<void> {
  const { clock } = registry()
  const until = clock.now().getTime() + held.patience
  try {
    const place = await placeOf(system, held, request)
    if (place === 'astray') return refuse(response, astray)
    for (;;) {
      const way = place === 'here' ? place : await wayTo(system, place)
      if (way === 'here') break
      if (way && (await forward(request, response, way))) return
      if (request.socket.destroyed) return
      if (clock.now().getTime() >= until) {
        if (held.orHere) break
        return refuse(response, away)
      }
      await wait(clock, tryAgainMs)
    }
  } catch (error) {
    cannotTell(error)
  }
  here()
}

/** The same for an upgrade; `away` answers one whose instance is away, and whoever asked tries again. */
export async function upgradeWhereHeld(
  system: SystemScope,
  held: Held,
  {
    request,
    socket,
    head,
    here,
    away,
  }: { request: IncomingMessage; socket: Duplex; head: Buffer; here: () => void; away: () => void },
): Promise<void> {
  try {
    const place = await placeOf(system, held, request)
    const way = typeof place === 'string' ? place : await wayTo(system, place)
    if (way === 'here') return here()
    if (way && way !== 'astray' && (await forwardUpgrade(request, socket, head, way))) return
    away()
  } catch (error) {
    cannotTell(error)
    here()
  }
}

/** Without the database this server is asked, which may well be the one. */
function cannotTell(error: unknown): void {
  registry().log.warn({ error }, 'It could not be found out which instance has what is asked for')
}

function refuse(response: ServerResponse, [status, message]: readonly [number, string]): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'retry-after': '1' })
  response.end(JSON.stringify({ message }))
}
