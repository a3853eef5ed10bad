import {
  type CallProperties,
  type FromHost,
  fromHost,
  messageKind,
  type ToHost,
} from '@/lib/protocol/daily-iframe'
import { utterance } from '@/lib/protocol/interactions'
import { largestFrame, type RoomParticipant } from '@/lib/protocol/room'
import type { Connection } from './connection'
import { toDailyParticipant } from './daily-participant'
import { failure, type HostView, hostCalls } from './host-calls'
import type { Media } from './media'
import { fatalErrorOf } from './refusals'
import type { RoomEvent } from './room-state'

export type EmbeddedOptions = {
  conversationId: string
  /** Id that the host gave this frame; every message carries it. */
  callClientId: string
  /** The only origin that is listened and spoken to. */
  hostOrigin: string
  host: Pick<Window, 'postMessage'>
  /** This page's window, where messages arrive. */
  own: Pick<Window, 'addEventListener' | 'removeEventListener'>
  media: Media
  /** Opens the connection; called at each join. */
  join(properties: CallProperties): Connection
  show(view: HostView): void
  /** The settings of the call, as soon as the host has said them. */
  configured(properties: CallProperties): void
}

export type Embedded = {
  /** Takes over a connection that a reload of the frame left behind, without the host asking. */
  resume(connection: Connection): void
  stop(): void
}

/** Characters of JSON that the host may send at once: a frame holds that much of any script but control characters. */
const largestAppMessage = Math.floor(largestFrame / 3)

/** The room's side of the protocol by which daily-js drives a call in a frame. */
export function startEmbedded(options: EmbeddedOptions): Embedded {
  const { host, hostOrigin, own, callClientId, media, conversationId } = options
  let connection: Connection | null = null
  let stopConnection = () => {}
  let joinStamp: string | undefined
  let announced = false
  let connected = true
  let userData: unknown

  const post = (message: ToHost) => postEnvelope(message)
  const postEnvelope = (fields: object) =>
    host.postMessage({ what: messageKind, from: 'embedded', callClientId, ...fields }, hostOrigin)

  /** Settles the promise behind a call of the host's. Harmless for calls that expect no answer. */
  function answer(call: { action: string; callbackStamp?: string }, result: object): void {
    if (call.callbackStamp)
      postEnvelope({ action: call.action, callbackStamp: call.callbackStamp, ...result })
  }

  function shown(person: RoomParticipant) {
    const local = person.session_id === connection?.snapshot().sessionId
    return toDailyParticipant(person, local ? { media: media.snapshot(), userData } : null)
  }

  function counts(): void {
    const present = connection?.snapshot().participants.length ?? 0
    post({ action: 'participant-counts-updated', participantCounts: { present, hidden: 0 } })
  }

  function ownParticipant() {
    const { participants, sessionId } = connection?.snapshot() ?? { participants: [], sessionId: null }
    return participants.find(({ session_id }) => session_id === sessionId)
  }

  function tellOwn(): void {
    const person = announced && ownParticipant()
    if (person) post({ action: 'participant-updated', participant: shown(person) })
  }

  function take(next: Connection): void {
    stopConnection()
    connection = next
    announced = false
    connected = true
    const stops = [next.subscribe(statusChanged), next.onEvent(tell)]
    stopConnection = () => {
      for (const stop of stops) stop()
    }
    statusChanged()
  }

  function statusChanged(): void {
    if (!connection) return
    const { status } = connection.snapshot()
    if (status.phase === 'joined' && !announced) announce()
    if (announced) tellNetwork(status.phase === 'joined')
    const error = fatalErrorOf(status)
    if (error) {
      post({
        action: 'error',
        errorMsg: error.msg,
        error: { type: error.type, msg: error.msg, details: { reason: error.reason } },
        preserveIframe: true,
      })
    }
    if (error || status.phase === 'left') gone()
  }

  function announce(): void {
    if (!connection) return
    announced = true
    const { participants, sessionId } = connection.snapshot()
    post({ action: 'access-state-updated', access: { level: 'full' } })
    post({
      action: 'joined-meeting',
      participants: Object.fromEntries(
        participants.map((person) => [
          person.session_id === sessionId ? 'local' : person.session_id,
          shown(person),
        ]),
      ),
      internal: { _maxAppMessageSize: largestAppMessage },
    })
    post({ action: 'meeting-session-summary-updated', meetingSession: { id: conversationId } })
    counts()
    tellQuality(true)
    settleJoin({})
    // After a reload of this frame the host still has the states from before; it drops those it knows.
    for (const person of participants) post({ action: 'participant-updated', participant: shown(person) })
  }

  /** The host's `join` is settled by `joined-meeting` or by an error; the stamp must be answered all the same. */
  function settleJoin(result: object): void {
    answer({ action: 'join-meeting', callbackStamp: joinStamp }, result)
    joinStamp = undefined
  }

  function gone(): void {
    // A host that leaves while joining would wait for its join for ever.
    settleJoin({ error: { type: 'not-allowed', msg: 'The call was left before it was joined.' } })
    stopConnection()
    connection = null
    announced = false
    post({ action: 'left-meeting' })
  }

  function tellNetwork(now: boolean): void {
    if (now === connected) return
    connected = now
    post({
      action: 'network-connection',
      type: 'signaling',
      event: now ? 'connected' : 'interrupted',
    })
    tellQuality(now)
  }

  const tellQuality = (good: boolean) =>
    post({
      action: 'network-quality-change',
      state: { state: good ? 'good' : 'bad', reasons: [] },
      threshold: good ? 'good' : 'very-low',
      quality: good ? 100 : 0,
    })

  function tell(event: RoomEvent): void {
    if (!announced) return
    if (event.type === 'app-message') {
      post({ action: 'app-message', data: event.data, fromId: event.from })
      if (utterance.safeParse(event.data).data?.properties.role === 'replica')
        post({ action: 'active-speaker-change', activeSpeaker: { peerId: event.from } })
      return
    }
    post({ action: event.type, participant: shown(event.participant) })
    counts()
  }

  async function leave(): Promise<void> {
    // The connection's `left` is told as `left-meeting`; without one the host is told all the same.
    if (connection) await connection.leave()
    else gone()
  }

  function join(call: FromHost, properties: CallProperties): void {
    joinStamp = call.callbackStamp
    userData = properties.userData
    options.configured(properties)
    if (!connection) {
      take(options.join(properties))
      return
    }
    // Joined already, after a reload of this frame: say so again.
    announced = false
    statusChanged()
  }

  const calls = hostCalls({
    conversationId,
    media,
    connection: () => connection,
    post,
    answer,
    tellOwn,
    setUserData: (value) => {
      userData = value
    },
    join,
    leave: () => void leave(),
    show: options.show,
    configured: options.configured,
  })

  function hear(event: MessageEvent): void {
    if (event.source !== host || event.origin !== hostOrigin) return
    const { data: call } = fromHost.safeParse(event.data)
    if (!call || call.callClientId !== callClientId) return
    // Own keys only: an action called `constructor` is as unknown as any other.
    const handle = Object.hasOwn(calls, call.action) ? calls[call.action] : undefined
    if (handle) handle(call)
    else answer(call, { error: failure(`${call.action} is not supported in this room.`) })
  }

  own.addEventListener('message', hear)
  const stopMedia = media.subscribe(tellOwn)
  post({ action: 'iframe-ready-for-launch-config' })
  post({ action: 'call-machine-initialized' })
  post({ action: 'loaded' })
  return {
    resume: take,
    stop() {
      own.removeEventListener('message', hear)
      stopMedia()
      stopConnection()
    },
  }
}
