import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import type { Change } from '@/lib/platform/database/bus'
import { registry } from '@/lib/platform/registry'
import { authenticate } from '../authenticate'
import { type Route, route } from '../route'

/** A silent connection is dropped by proxies and not missed by anybody; both ends learn of it by this. */
const pingMs = 15_000
/** Streams one session or key may hold; a browser needs one. */
const mostStreams = 8
/** Messages that may wait for a slow reader. One that reads no more is cut off and starts anew. */
const mostWaiting = 256

type Stream = { holder: string; close(): void }
const open = new Set<Stream>()

/** Ends every stream, so that a server that stops does not wait for its readers. */
export function closeEventStreams(): void {
  for (const stream of [...open]) stream.close()
}

const holderOf = (scope: WorkspaceScope) => (scope.kind === 'key' ? scope.apiKeyId : scope.sessionId)

/** What a page may hear of: rows of its own workspace, by kind and id only. */
function visible(change: Change, { workspaceId }: WorkspaceScope): boolean {
  if (change.topic === 'conversation') return change.workspaceId === workspaceId
  return (change.topic === 'workspace' || change.topic === 'webhooks') && change.id === workspaceId
}

/**
 * A stream of server-sent events for `scope`: `data: {"topic","id"}` for each change, `event: resync` when changes
 * may have been missed, a comment every 15 s. Ends when `stillIn` says that the session or key is good no more.
 */
function stream(scope: WorkspaceScope, missed: boolean, stillIn: () => Promise<boolean>): ReadableStream {
  const { bus, clock } = registry()
  const encoder = new TextEncoder()
  const holder = holderOf(scope)
  let close = () => {}

  return new ReadableStream(
    {
      start(controller) {
        let number = 0
        let ping: { cancel(): void } | undefined
        const undo = [
          bus.subscribe((change) => {
            if (change.topic === 'session') change.id === holder && check()
            else if (visible(change, scope)) {
              send(`id: ${++number}\ndata: ${JSON.stringify({ topic: change.topic, id: change.id })}`)
            }
          }),
          bus.onGap(() => {
            send('event: resync\ndata: {}')
            check()
          }),
        ]
        const self: Stream = {
          holder,
          close() {
            if (!open.delete(self)) return
            for (const stop of undo) stop()
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

        function send(text: string): void {
          if (!open.has(self)) return
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(`${text}\n\n`))
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

        // An id from the start, so that a browser that connects again says so and is told to look anew.
        send('retry: 2000\nid: 0')
        if (missed) send('event: resync\ndata: {}')
        armPing()
        // The session may have been revoked between the request's check and the subscription.
        check()
      },
      cancel: () => close(),
    },
    { highWaterMark: mostWaiting },
  )
}

/** Live changes of the workspace, for one browser. */
export const eventRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v2/events',
    access: 'read',
    answer: null,
    reference: {
      id: 'streamEvents',
      tag: 'Events',
      summary: 'Hear of changes as they happen',
      description:
        'Server-sent events. `data` is `{"topic", "id"}`: which thing changed, to be read anew. `event: resync` says that changes may have been missed; a comment comes every 15 s. A key or session may hold 8 streams.',
      sends: { 'text/event-stream': 'Stays open' },
    },
    async handle({ scope, request }) {
      const held = [...open].filter((other) => other.holder === holderOf(scope)).length
      if (held >= mostStreams) {
        throw new DomainError('throttled', `At most ${mostStreams} event streams at once. Close one first.`)
      }
      const stillIn = async () => {
        const now = await authenticate(request, 'read')
        return 'scope' in now && now.scope.workspaceId === scope.workspaceId
      }
      const missed = request.headers.has('last-event-id')
      // An answer to HEAD has no body, so nobody would ever close its stream.
      const body = request.method === 'HEAD' ? null : stream(scope, missed, stillIn)
      return new Response(body, {
        // Proxies that gather answers into bigger pieces would hold the events back.
        headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' },
      })
    },
  }),
]
