import { readHappenings } from '@/lib/domain/conversations/queries/read'
import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { type EventStream, eventStream, type Source } from '../event-stream'
import { type Happening, readPlace, type Sent, unsent, writePlace } from '../happenings'
import { bothNames } from '../names'
import { type Route, route } from '../route'

const unknownId = 'Invalid conversation_id'
/** Lines of the transcript that are read at once. */
const batch = 100

const messageOf = ({ kind, data, place }: Happening) =>
  `id: ${writePlace(place)}\nevent: ${kind}\ndata: ${JSON.stringify(bothNames(data))}`

/**
 * Tells what happens in one conversation from the place `sent` on. What is told comes from the rows whenever one of them
 * changes, so a slow reader makes nothing wait but themselves.
 */
function follow(scope: WorkspaceScope, id: string, sent: Sent, stream: EventStream): Source {
  const { bus, log } = registry()
  let place = sent
  let running = false
  let again = false
  let isFull = false

  /** Sends what the reader has room for; whether there may be more. */
  async function tell(): Promise<boolean> {
    const room = stream.room()
    isFull = room <= 0
    if (isFull) return false
    const found = await readHappenings(scope, id, { ...place, limit: batch })
    if (!found) {
      stream.close()
      return false
    }
    const happenings = unsent(place, found, batch)
    for (const happening of happenings.slice(0, room)) {
      stream.send(messageOf(happening))
      place = happening.place
    }
    if (happenings.length === 0 && found.isOver) stream.close()
    return happenings.length > 0
  }

  async function look(): Promise<void> {
    again = true
    if (running) return
    running = true
    try {
      while (again) {
        again = false
        while (await tell());
      }
    } catch (error) {
      // The reader comes back and goes on where they were.
      log.warn({ error, conversationId: id }, 'The events of a conversation could not be read')
      stream.close()
    } finally {
      running = false
    }
  }

  const unsubscribe = bus.subscribe((change) => {
    if (change.topic === 'conversation' && change.id === id) void look()
  })
  void look()
  return { undo: [unsubscribe], onGap: () => void look(), onRoom: () => void (isFull && look()) }
}

/** What happens in one conversation, as it happens. */
export const conversationEventRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v2/conversations/:id/events',
    access: 'read',
    unknownId,
    answer: null,
    reference: {
      id: 'streamConversationEvents',
      tag: 'Conversations',
      summary: 'Follow a conversation as it happens',
      description:
        'Server-sent events: entries of its log, lines of its transcript, who joins and leaves, its end. `Last-Event-ID` goes on where a reader was. The stream ends when the conversation has ended and everything was told; of an ended one it tells all, then ends. `204` says that a reader has everything.',
      sends: { 'text/event-stream': 'Ends with the conversation' },
    },
    async handle({ scope, id, request }) {
      const lastId = request.headers.get('last-event-id')
      const sent = readPlace(lastId)
      const found = await readHappenings(scope, id, { ...sent, limit: batch })
      if (!found) throw new DomainError('not-found', unknownId)
      // To a browser that has everything this is the only answer after which it stops coming back.
      if (lastId !== null && found.isOver && unsent(sent, found, batch).length === 0) {
        return new Response(null, { status: 204 })
      }
      return eventStream(scope, request, (stream) => follow(scope, id, sent, stream))
    },
  }),
]
