import type { WorkspaceScope } from '@/lib/domain/scope'
import type { Change } from '@/lib/platform/database/bus'
import { registry } from '@/lib/platform/registry'
import { eventStream } from '../event-stream'
import { type Route, route } from '../route'

/** What a page may hear of: rows of its own workspace, by kind and id only. */
function visible(change: Change, { workspaceId }: WorkspaceScope): boolean {
  if (change.topic === 'conversation' || change.topic === 'document')
    return change.workspaceId === workspaceId
  return ['workspace', 'webhooks', 'memories'].includes(change.topic) && change.id === workspaceId
}

/**
 * Live changes of the workspace, for one browser: `data: {"topic","id"}` for each change, `event: resync` when changes
 * may have been missed.
 */
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
    handle: async ({ scope, request }) =>
      eventStream(scope, request, ({ send }) => {
        let number = 0
        const resync = () => send('event: resync\ndata: {}')
        // An id from the start, so that a browser that connects again says so and is told to look anew.
        send('id: 0')
        if (request.headers.has('last-event-id')) resync()
        const unsubscribe = registry().bus.subscribe((change) => {
          if (!visible(change, scope)) return
          send(`id: ${++number}\ndata: ${JSON.stringify({ topic: change.topic, id: change.id })}`)
        })
        return { undo: [unsubscribe], onGap: resync }
      }),
  }),
]
