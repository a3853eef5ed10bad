import type { FromParticipant, IceServer } from '@/lib/protocol/room'
import { createPeer, type Peer, type Signal, type UplinkTracks } from './peer'
import { type Arrived, arrivedBy, goodSoFar, judge } from './quality'
import {
  type Missing,
  noTracks,
  nothingMissing,
  type RoomSnapshot,
  type TrackMap,
  withoutTrack,
  withTrack,
} from './room-state'
import type { World } from './world'

/** Milliseconds that a connection may take to come up. */
const connectTimeout = 10_000
/** Milliseconds: the first wait before another connection is asked for, and the longest. */
const backOff = { first: 500, most: 15_000 }
const statsInterval = 2000
/** Looks after which what has not come is missed. */
const patience = 2

type Candidate = Extract<Signal, { type: 'candidate' }>

type Options = {
  world: World
  transmit(frame: FromParticipant): void
  current(): RoomSnapshot
  change(fields: Partial<Pick<RoomSnapshot, 'media' | 'tracks'>>): void
  /** A frame in JSON, as it came over the data channel. */
  message(text: string): void
}

/** The media of a call, across the connections that carry it. */
export type MediaLink = {
  /** Whether this browser can have media at all. */
  supported: boolean
  /** We have joined, and the studio is about to offer. */
  begin(iceServers: IceServer[]): void
  hear(signal: Signal): void
  setTracks(tracks: UplinkTracks): void
  send(text: string): boolean
  /** Drops the connection there is, if any, and asks for another one now. */
  retry(): void
  /** We are not joined any more: the studio has forgotten the connection too. */
  end(): void
}

/** No connection yet. */
export function createMediaLink({ world, transmit, current, change, message }: Options): MediaLink {
  const create = world.createPeer
  let peer: Peer | null = null
  let servers: IceServer[] = []
  let sending: UplinkTracks = { microphone: null, camera: null, screen: null, screenAudio: null }
  /** Candidates may overtake the offer that they belong to. */
  let early: Candidate[] = []
  let failures = 0
  let cancelWait = () => {}
  let cancelStats = () => {}
  let joined = false
  /** An offer is on its way. */
  let asked = false

  const tell = (fields: Partial<RoomSnapshot['media']>) =>
    change({ media: { ...current().media, ...fields } })
  const setTracks = (tracks: TrackMap) => change({ tracks })

  /** The connection that is asked for must be there by then. */
  function awaitOffer(): void {
    cancelWait()
    asked = true
    cancelWait = world.later(connectTimeout, failed)
  }

  function close(): void {
    cancelStats()
    peer?.close()
    peer = null
    if (current().tracks.size > 0) setTracks(noTracks)
  }

  function drop(): void {
    cancelWait()
    asked = false
    close()
  }

  function failed(): void {
    drop()
    if (!joined) return
    tell({ phase: 'failed', quality: 'good', missing: nothingMissing })
    const wait = Math.min(backOff.first * 2 ** failures, backOff.most)
    failures += 1
    cancelWait = world.later(wait, ask)
  }

  function ask(): void {
    early = []
    transmit({ type: 'connect' })
    awaitOffer()
  }

  function unsupported(): void {
    drop()
    transmit({ type: 'no-media' })
    tell({ phase: 'unsupported', quality: 'good', missing: nothingMissing })
  }

  function open(generation: number): void {
    if (!create) return
    close()
    if (!asked) awaitOffer()
    try {
      const opening = createPeer({
        iceServers: servers,
        generation,
        tracks: sending,
        create,
        later: world.later,
        events: {
          signal: transmit,
          opened: () => opened(opening),
          message,
          arrived: (stream, track) => setTracks(withTrack(current().tracks, stream, track)),
          gone: (stream, track) => setTracks(withoutTrack(current().tracks, stream, track)),
          failed,
        },
      })
      peer = opening
    } catch {
      // The browser has WebRTC and was told not to use it.
      unsupported()
    }
  }

  function opened(by: Peer): void {
    cancelWait()
    asked = false
    tell({ phase: 'connected' })
    let judgement = goodSoFar
    let before: Arrived | null = null
    let looks = 0

    /** Looks every 2 s at what has arrived. */
    const look = async () => {
      const report = await by.stats()
      if (!report || by !== peer) return
      // One that holds for a while was worth having: the next failure is the first again.
      failures = 0
      looks += 1
      const now = arrivedBy(report, screensOf(current().tracks))
      if (before) judgement = judge(judgement, before, now)
      before = now
      const missing = looks < patience ? nothingMissing : missingOf(current(), now)
      const { quality } = judgement
      const { media } = current()
      if (
        quality !== media.quality ||
        missing.audio !== media.missing.audio ||
        missing.video !== media.missing.video
      )
        tell({ quality, missing })
      cancelStats = world.later(statsInterval, look)
    }
    cancelStats = world.later(statsInterval, look)
  }

  return {
    supported: create !== null,
    begin(iceServers) {
      joined = true
      servers = iceServers
      failures = 0
      early = []
      drop()
      if (!create) return unsupported()
      tell({ phase: 'connecting', quality: 'good', missing: nothingMissing })
      awaitOffer()
    },
    hear(signal) {
      if (!joined || (peer && signal.generation < peer.generation)) return
      const isOpen = peer?.generation === signal.generation
      if (signal.type === 'candidate' && !isOpen) {
        early.push(signal)
        return
      }
      if (!isOpen) open(signal.generation)
      peer?.hear(signal)
      if (isOpen) return
      for (const candidate of early.splice(0))
        if (candidate.generation === signal.generation) peer?.hear(candidate)
    },
    setTracks(tracks) {
      sending = tracks
      peer?.setTracks(tracks)
    },
    send: (text) => peer?.send(text) ?? false,
    retry() {
      if (!joined || current().media.phase === 'unsupported') return
      drop()
      failures = 0
      tell({ phase: 'connecting', quality: 'good', missing: nothingMissing })
      ask()
    },
    end() {
      if (!joined) return
      joined = false
      drop()
      if (current().media.phase !== 'unsupported')
        tell({ phase: 'off', quality: 'good', missing: nothingMissing })
    },
  }
}

const screensOf = (tracks: TrackMap) =>
  new Set([...tracks.values()].flatMap(({ screenVideo }) => screenVideo?.id ?? []))

/** Which of the replica's tracks have brought nothing since the connection stands. */
function missingOf({ participants, tracks, room }: RoomSnapshot, { byTrack }: Arrived): Missing {
  const replica = participants.find(({ role }) => role === 'replica')
  if (!replica) return nothingMissing
  const theirs = tracks.get(replica.session_id)
  const hasCome = (track: MediaStreamTrack | null | undefined) => (byTrack.get(track?.id ?? '') ?? 0) > 0
  return {
    audio: !hasCome(theirs?.audio),
    video: room?.audio_only === false && !hasCome(theirs?.video),
  }
}
