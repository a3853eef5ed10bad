import { ClientRequest } from 'node:http'
import type { Socket } from 'node:net'
import type { Provider } from '@/lib/providers/port'

/**
 * How a call fails: nobody accepts its connection; the connection is reset before anything came over it; it was carried
 * out and the answer was lost, or broke off before its end.
 */
export const callFailures = ['refused', 'reset', 'answer lost', 'answer broken off'] as const
export type CallFailure = (typeof callFailures)[number]

/** What of a provider of ours is a call to its process. */
const ofThePort = new Set<string | symbol>(['start', 'end', 'snapshot', 'announce', 'interact', 'remember'])

const fault = (code: 'ECONNREFUSED' | 'ECONNRESET') => Object.assign(new Error(code), { code })

/** Bytes at the end of an answer, some of which are of its content even where it comes in chunks. */
const tail = 16

/** Cuts the connection of a request that was given its socket a moment ago. */
const cut: Record<CallFailure, (socket: Socket, isKept: boolean) => void> = {
  // A kept connection is there already; it is found to be gone.
  refused: (socket, isKept) => void socket.destroy(fault(isKept ? 'ECONNRESET' : 'ECONNREFUSED')),
  reset(socket) {
    const reset = () => void socket.destroy(fault('ECONNRESET'))
    if (socket.connecting) socket.prependOnceListener('connect', reset)
    else reset()
  },
  'answer lost': (socket) => cutAnswer(socket, () => {}),
  'answer broken off': (socket) =>
    cutAnswer(socket, (piece) => void socket.emit('data', piece.subarray(0, piece.length - tail))),
}

/** It is no answer yet: the other side wants the body that was announced. */
const goesAhead = (piece: Buffer) => piece.toString('latin1', 0, 12) === 'HTTP/1.1 100'

/** Hands the first piece of the answer to `take`, and then the connection is gone. */
function cutAnswer(socket: Socket, take: (piece: Buffer) => void): void {
  const { emit } = socket
  const pass = emit as (event: string | symbol, ...given: unknown[]) => boolean
  const cutting: typeof pass = (event, ...given) => {
    const [piece] = given
    if (event !== 'data' || goesAhead(piece as Buffer)) return pass.call(socket, event, ...given)
    socket.emit = emit
    take(piece as Buffer)
    socket.destroy(fault('ECONNRESET'))
    return true
  }
  socket.emit = cutting as Socket['emit']
}

/** What a request is for, whatever it is about: "PUT /recordings/…". */
const kindOf = ({ method, path }: ClientRequest) =>
  `${method} ${path.replace(/\?.*/, '').replace(/\/(?=[^/]*\d)[^/]{6,}/g, '/…')}`

/**
 * Makes the calls fail that this process makes to other servers by HTTP, and a provider's to its process, one at a time.
 * A call is known by what it is for and by how many of these there were before, as calls may overtake each other. Nothing of
 * the product knows of it: it stands between a request and its connection, as a network does.
 */
export function failingCalls() {
  const original = ClientRequest.prototype.onSocket
  const underWay = new Set<ClientRequest>()
  const counts = new Map<string, number>()
  let wanted: string | null = null
  let how: CallFailure = 'refused'
  let hasFailed = false
  let seen: string[] = []

  /** Whether this is the one to fail. */
  const isMeant = (kind: string): boolean => {
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    const call = `${kind} (${count})`
    if (!hasFailed) seen.push(call)
    if (hasFailed || call !== wanted) return false
    hasFailed = true
    return true
  }

  ClientRequest.prototype.onSocket = function (socket: Socket | null, ...rest: unknown[]) {
    original.apply(this, [socket, ...rest] as unknown as [Socket])
    // A request whose address is refused has none.
    if (!socket) return
    underWay.add(this)
    this.once('close', () => underWay.delete(this))
    if (isMeant(kindOf(this))) cut[how](socket, this.reusedSocket)
  }

  return {
    /** This call fails; null: none does. */
    arm(call: string | null, failure: CallFailure): void {
      wanted = call
      how = failure
      hasFailed = false
      counts.clear()
      seen = []
    },
    /** Whether it came to that, and the calls that were made before one failed, in order. */
    disarm(): { hasFailed: boolean; seen: string[] } {
      wanted = null
      return { hasFailed, seen }
    },
    /** Whether an answer is waited for. */
    areUnderWay: () => underWay.size > 0,
    /** The provider as it is reached over a connection that may fail: what it is asked counts as a call. */
    to<P extends Provider>(provider: P): P {
      return new Proxy(provider, {
        get(target, name) {
          const found: unknown = Reflect.get(target, name)
          if (typeof found !== 'function' || !ofThePort.has(name)) return found
          return async (...given: unknown[]) => {
            if (!isMeant(`${target.name}: ${String(name)}`)) return await found.apply(target, given)
            if (how === 'answer lost' || how === 'answer broken off') await found.apply(target, given)
            throw new Error('The process of the provider is gone.')
          }
        },
      })
    },
    restore(): void {
      ClientRequest.prototype.onSocket = original
    },
  }
}

type FailingCalls = ReturnType<typeof failingCalls>
type Sweep = {
  failure: CallFailure
  /** Each of so many calls fails. */
  step: number
  /** Lives, and looks whether everything is true; `what` says which life it is. */
  live(what: string): Promise<void>
}

/**
 * Lives once for each call of a life, which fails in it, until there is none that did not; those that failed. Calls that are
 * made because another one failed are not among them: one thing fails at a time.
 */
export async function failEach(calls: FailingCalls, { failure, step, live }: Sweep): Promise<string[]> {
  const known = new Set<string>()
  const waiting: (string | null)[] = [null]
  const failed: string[] = []
  for (const call of waiting) {
    calls.arm(call, failure)
    await live(`${failure}: ${call ?? 'nothing'}`)
    const { hasFailed, seen } = calls.disarm()
    if (call !== null && hasFailed) failed.push(call)
    for (const each of seen) {
      if (known.has(each)) continue
      known.add(each)
      // Others in each way of failing.
      if ((known.size + callFailures.indexOf(failure)) % step === 0) waiting.push(each)
    }
  }
  // Which they were, for the figures of a whole sweep.
  console.log(`${failed.length} calls failed (${failure}): ${failed.join(', ')}`)
  return failed
}
