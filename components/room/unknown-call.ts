import { socketAddress } from '@/lib/client/room/address'
import { connect } from '@/lib/client/room/connection'
import { startEmbedded } from '@/lib/client/room/embedded'
import { createMedia } from '@/lib/client/room/media'
import { sessionTicketStore } from '@/lib/client/room/ticket-store'
import type { Host } from './call'

/** Answers a host that frames a link to no conversation; returns what stops it. */
export function answerHost(conversationId: string, { callClientId, origin }: Host): () => void {
  return startEmbedded({
    conversationId,
    callClientId,
    hostOrigin: origin,
    host: window.parent,
    own: window,
    media: createMedia(),
    show: () => {},
    configured: () => {},
    join: ({ token }) =>
      connect({
        url: socketAddress(conversationId, window.location),
        token,
        tracks: { microphone: null, camera: null, screen: null, screenAudio: null },
        tickets: sessionTicketStore(conversationId),
      }),
  }).stop
}
