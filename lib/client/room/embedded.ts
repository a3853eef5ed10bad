import {
  type CallProperties,
  type FromHost,
  fromHost,
  messageKind,
  type ToHost,
} from '@/lib/protocol/daily-iframe'
import { largestFrame, type RoomParticipant } from '@/lib/protocol/room'
import type { Connection } from './connection'
import { toDailyParticipant } from './daily-participant'
import { failure, type HostView, hostCalls } from './host-calls'
import type { Media } from './media'
import type { Recorder } from './recorder'
import { recordingHost } from './recorder-host'
import { fatalErrorOf } from './refusals'
import { noTracks, type Quality, type RoomEvent, type TrackMap } from './room-state'

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
  /** Absent where nothing can be recorded. */
  recorder?: Recorder
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
  let quality: Quality = 'good'
  let mediaStands = true
  let tracks: TrackMap = noTracks
  let sharing = false
  let userData: unknown

  const post = (message: ToHost) => postEnvelope(message)
  const postEnvelope = (fields: object) =>
    host.postMessage({ what: messageKind, from: 'embedded', callClientId, ...fields }, hostOrigin)
  const recording = recordingHost(options.recorder ?? null, post)

  /** Settles the promise behind a call of the host's. Harmless for calls that expect no answer. */
  function answer(call: { action: string; callbackStamp?: string }, result: object): void {
    if (call.callbackStamp)
      postEnvelope({ action: call.action, callbackStamp: call.callbackStamp, ...result })
  }

  function shown(person: RoomParticipant) {
    const local = person.session_id === connection?.snapshot().sessionId
    const tracks = connection?.snapshot().tracks.get(person.session_id)
    return toDailyParticipant(person, tracks, local ? { media: media.snapshot(), userData } : null)
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
    recording.forget()
    tracks = noTracks
    mediaStands = true
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
    if (announced) tellMedia()
    if (announced) recording.tell(connection.snapshot())
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
    quality = connection.snapshot().media.quality
    tracks = connection.snapshot().tracks
    tellQuality()
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
    tellQuality()
  }

  const tellQuality = () => {
    const threshold = connected && mediaStands ? quality : 'very-low'
    const good = threshold === 'good'
    post({
      action: 'network-quality-change',
      state: { state: good ? 'good' : 'bad', reasons: [] },
      threshold,
      quality: good ? 100 : threshold === 'low' ? 50 : 0,
    })
  }

  /** Tracks that came or went, and how well they arrive. */
  function tellMedia(): void {
    if (!connection) return
    const { media: state, tracks: now, participants } = connection.snapshot()
    // What is being connected is as it was before.
    const stands = state.phase === 'connected' || (mediaStands && state.phase !== 'failed')
    if (stands !== mediaStands)
      post({ action: 'network-connection', type: 'sfu', event: stands ? 'connected' : 'interrupted' })
    const isNews = stands !== mediaStands || state.quality !== quality
    mediaStands = stands
    quality = state.quality
    if (isNews) tellQuality()
    if (now === tracks) return
    const before = tracks
    tracks = now
    for (const person of participants) {
      if (before.get(person.session_id) !== now.get(person.session_id))
        post({ action: 'participant-updated', participant: shown(person) })
    }
  }

  function tellDevices(): void {
    tellOwn()
    const shares = media.snapshot().screen.video !== null
    if (announced && shares !== sharing)
      post({ action: shares ? 'local-screen-share-started' : 'local-screen-share-stopped' })
    sharing = shares
  }

  function tell(event: RoomEvent): void {
    if (!announced) return
    if (event.type === 'app-message') {
      post({ action: 'app-message', data: event.data, fromId: event.from })
      return
    }
    if (event.type === 'active-speaker') {
      // Hosts keep the last speaker until there is another one.
      if (event.session_id)
        post({ action: 'active-speaker-change', activeSpeaker: { peerId: event.session_id } })
      return
    }
    if (event.type === 'joined') return
    post({ action: event.type, participant: shown(event.participant) })
    counts()
  }

  async function leave(): Promise<void> {
    if (options.recorder) await options.recorder.finish()
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
    recording,
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
  const stopMedia = media.subscribe(tellDevices)
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
