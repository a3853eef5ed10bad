import '@/lib/client/without-eval'
import { allowedHost, socketAddress } from '@/lib/client/room/address'
import { type Connection, connect } from '@/lib/client/room/connection'
import { startEmbedded } from '@/lib/client/room/embedded'
import { createMedia, sentBy } from '@/lib/client/room/media'
import { sessionTicketStore } from '@/lib/client/room/ticket-store'

// The room page without its looks: the same modules, wired as the product wires them.

declare global {
  interface Window {
    room: { connection: Connection | null; shown: unknown[]; violations: string[] }
  }
}

window.room = { connection: null, shown: [], violations: [] }
document.addEventListener('securitypolicyviolation', (event) =>
  window.room.violations.push(`${event.violatedDirective} ${event.blockedURI}`),
)

const query = new URL(window.location.href).searchParams
const conversationId = window.location.pathname.split('/')[2] ?? ''
const { port } = window.location
// `127.0.0.1` is the foreign host that is allowed.
const hostOrigin = allowedHost(query.get('embHref') ?? '', [
  `http://localhost:${port}`,
  `http://127.0.0.1:${port}`,
])
const media = createMedia()
media.attach()

if (hostOrigin) {
  startEmbedded({
    conversationId,
    callClientId: query.get('emb') ?? '',
    hostOrigin,
    host: window.parent,
    own: window,
    media,
    show: (view) => window.room.shown.push(view),
    configured: (properties) => window.room.shown.push({ userName: properties.userName }),
    join({ userName, token }) {
      const connection = connect({
        url: socketAddress(conversationId, window.location),
        name: userName,
        token,
        tracks: sentBy(media.snapshot()),
        tickets: sessionTicketStore(conversationId),
      })
      media.subscribe(() => connection.setTracks(sentBy(media.snapshot())))
      window.room.connection = connection
      return connection
    },
  })
}
