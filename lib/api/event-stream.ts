import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { authenticate } from './authenticate'

/** A silent connection is dropped by proxies and not missed by anybody; both ends learn of it by this. */
const pingMs = 15_000
/** Streams one session or key may hold; a browser needs one. */
const mostStreams = 8
/** Messages that may wait for a slow reader. One that reads no more is cut off and starts anew. */
const mostWaiting = 256

type Open = { holder: string; close(): void }
const open = new Set<Open>()

/** Ends every stream, so that a server that stops does not wait for its readers. */
export function closeEventStreams(): void {
  for (const stream of [...open]) stream.close()
}

const holderOf = (scope: WorkspaceScope) => (scope.kind === 'key' ? scope.apiKeyId : scope.sessionId)

/** A stream of server-sent events to one reader, as what fills it sees it. */
export type EventStream = {
  /** Sends a message; `fields` are its lines. A reader for whom too many wait already is cut off. */
  send(fields: string): void
  /** How many more messages may wait for the reader. */
  room(): number
  close(): void
}

/** Fills a stream. */
export type Source = {
  /** How to stop listening. */
  undo: (() => void)[]
  /** Changes may have been missed. */
  onGap?(): void
  /** The reader has made room. */
  onRoom?(): void
}

/**
 * Answers `request` with a stream of server-sent events that `fill` fills, and a comment every 15 s. It ends when the
 * session or key of `scope` is good no more, when the server stops, or when its source ends it.
 * @throws DomainError `throttled` when the session or key holds as many streams as it may
 */
export function eventStream(
  scope: WorkspaceScope,
  request: Request,
  fill: (stream: EventStream) => Source,
): Response {
  const holder = holderOf(scope)
  if ([...open].filter((other) => other.holder === holder).length >= mostStreams) {
    throw new DomainError('throttled', `At most ${mostStreams} event streams at once. Close one first.`)
  }
  const stillIn = async () => {
    const now = await authenticate(request, 'read')
    return 'scope' in now && now.scope.workspaceId === scope.workspaceId
  }
  // An answer to HEAD has no body, so nobody would ever close its stream.
  const body = request.method === 'HEAD' ? null : bodyOf(holder, stillIn, fill)
  return new Response(body, {
    // Proxies that gather answers into bigger pieces would hold the events back.
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' },
  })
}

function bodyOf(
  holder: string,
  stillIn: () => Promise<boolean>,
  fill: (stream: EventStream) => Source,
): ReadableStream {
  const { bus, clock } = registry()
  const encoder = new TextEncoder()
  let close = () => {}
  let source: Source | undefined

  return new ReadableStream(
    {
      start(controller) {
        let ping: { cancel(): void } | undefined
        const undo: (() => void)[] = []
        const self: Open = {
          holder,
          close() {
            if (!open.delete(self)) return
            for (const stop of [...undo, ...(source?.undo ?? [])]) stop()
            ping?.cancel()
            try {
              controller.close()
            } catch {
              // The reader has gone first.
            }
          },
        }
        open.add(self)
        close = self.close

        const room = () => (open.has(self) ? (controller.desiredSize ?? 0) : 0)
        function send(text: string): void {
          if (!open.has(self)) return
          if (room() > 0) controller.enqueue(encoder.encode(`${text}\n\n`))
          else self.close()
        }
        function check(): void {
          stillIn().then(
            (good) => good || self.close(),
            // A database that does not answer tells nothing about the session.
            () => {},
          )
        }
        function armPing(): void {
          ping = clock.alarm(new Date(clock.now().getTime() + pingMs), () => {
            send(': ping')
            check()
            if (open.has(self)) armPing()
          })
        }

        send('retry: 2000')
        source = fill({ send, room, close: self.close })
        undo.push(
          bus.subscribe(({ topic, id }) => {
            if (topic === 'session' && id === holder) check()
          }),
          bus.onGap(() => {
            source?.onGap?.()
            check()
          }),
        )
        armPing()
        // The session may have been revoked between the request's check and the subscription.
        check()
      },
      pull: () => source?.onRoom?.(),
      cancel: () => close(),
    },
    { highWaterMark: mostWaiting },
  )
}
