import * as z from 'zod'
import type { Connection } from './connection'
import type { Media } from './media'
import { createMix, type Mix } from './recorder-mix'
import { createPace } from './recorder-pace'
import { createPicture, type Picture } from './recorder-picture'
import { type Scene, sceneOf } from './recorder-scene'
import { ask, createUploads, Refused, type Uploads, type UploadWorld } from './recorder-upload'
import type { RoomSnapshot } from './room-state'

/** Why there is no recording: of this browser's making, or in the server's words. */
export type RecorderProblem = 'cannot' | 'lost' | { said: string }

export type RecorderState = {
  phase: 'idle' | 'starting' | 'recording' | 'stopping'
  /** What went wrong last. */
  problem: RecorderProblem | null
}

/** Records the call as this participant sees and hears it, and sends it to the server in parts. */
export type Recorder = {
  /** The same object until something changes. */
  state(): RecorderState
  subscribe(listener: () => void): () => void
  /** Resolves with null when it records, or in words why it does not. */
  start(): Promise<string | null>
  /** Resolves when the server has everything. */
  stop(): Promise<void>
  /** The same before the page goes, waiting 2.5 s at most. */
  finish(): Promise<void>
  /** Records this connection's call: goes on after a reload, and ends with it. Returns what ends following. */
  follow(connection: Connection): () => void
  dismiss(): void
}

export type RecorderOptions = {
  conversationId: string
  /** The ticket of our place. */
  ticket(): string | null
  /** What is to be seen and heard now; asked some times a second. */
  scene(): Scene | null
  keyed?(): HTMLCanvasElement | null
  world?: UploadWorld
}

const browserWorld: UploadWorld = {
  fetch: (address, init) => fetch(address, init),
  later: (ms, wake) => void setTimeout(wake, ms),
}

/** Milliseconds of one part, and that a page which goes waits for the last one. */
const partLength = 3000
const finishTimeout = 2500
/** Bytes that wait for the network; beyond, the take ends, and another begins when there is room again. */
const mostWaiting = 64 * 1024 * 1024
/** Milliseconds between looks at who is in the picture. */
const sceneInterval = 250
const framesPerSecond = 25
/** Milliseconds for the first pictures of everybody to come. */
const longestWait = 1000
const bitrates = { videoBitsPerSecond: 2_500_000, audioBitsPerSecond: 96_000 }
/** Milliseconds between pictures that can be sought. */
const keyFrames = { videoKeyFrameIntervalDuration: 2000 }

const mimeTypes = ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4']
/** What a host is told where this browser cannot record. */
const cannot = 'This browser cannot record.'

const taken = z.object({ recording_id: z.string(), take: z.int() })

/** One recording under way. */
type Session = {
  id: string
  ticket: string
  mimeType: string
  mix: Mix
  picture: Picture
  uploads: Uploads
  media: MediaRecorder | null
  /** Stops looking at the scene. */
  release(): void
  /** The room has said that we record. */
  announced: boolean
  over: boolean
}

/** A recorder that does nothing yet. Works in the browser only. */
export function createRecorder(options: RecorderOptions): Recorder {
  const { conversationId, world = browserWorld } = options
  const base = `/rooms/${conversationId}/recordings`
  const listeners = new Set<() => void>()
  let current: RecorderState = { phase: 'idle', problem: null }
  let session: Session | null = null
  /** The recording that was stopped last: the room may say for a moment that it runs. */
  let stopped: string | null = null
  let stopping: Promise<void> = Promise.resolve()
  /** Stopped before it had begun. */
  let unwanted = false

  function change(fields: Partial<RecorderState>): void {
    current = { ...current, ...fields }
    for (const listener of [...listeners]) listener()
  }

  async function post(path: string, ticket: string, body: object): Promise<Response> {
    const headers = { 'x-room-ticket': ticket, 'content-type': 'application/json' }
    return await ask(
      world,
      `${base}${path}`,
      { method: 'POST', headers, body: JSON.stringify(body) },
      () => true,
    )
  }

  /** Begins a recording, or another take of the one named. */
  async function begin(recordingId: string | null): Promise<string | null> {
    if (current.phase !== 'idle') return null
    const mimeType = supportedType()
    const ticket = options.ticket()
    if (!mimeType || !ticket) return cannot
    change({ phase: 'starting', problem: null })
    unwanted = false
    const mix = createMix()
    const picture = createPicture(options.keyed ?? (() => null))
    try {
      await mix.running()
      const path = recordingId ? `/${recordingId}/takes` : ''
      const answer = await post(path, ticket, { mime_type: mimeType })
      const { recording_id: id, take } = taken.parse(await answer.json())
      const uploads = createUploads(world, ticket, {
        refused: (message) => {
          change({ problem: { said: message } })
          void stop()
        },
        sent: () => void resumeTake(),
      })
      const release = watchScene(mix, picture)
      await pictured(picture)
      session = {
        id,
        ticket,
        mimeType,
        mix,
        picture,
        uploads,
        media: null,
        release,
        announced: false,
        over: false,
      }
      stopped = null
      record(session, take)
      change({ phase: 'recording' })
      if (unwanted) void stop()
      return null
    } catch (error) {
      picture.stop()
      await mix.stop()
      const said = error instanceof Refused ? error.message : null
      change({ phase: 'idle', problem: recordingId ? null : said ? { said } : 'cannot' })
      return said ?? cannot
    }
  }

  function watchScene(mix: Mix, picture: Picture): () => void {
    const pace = createPace(1000 / framesPerSecond / 2)
    const look = () => {
      const scene = options.scene()
      if (!scene) return
      picture.show(scene)
      mix.play(scene.audio)
    }
    /** Whichever clock ticks: one stands still in a tab that nobody looks at, the other without sound. */
    const draw = () => pace.run(() => picture.draw())
    look()
    const looking = setInterval(look, sceneInterval)
    const drawing = setInterval(draw, 1000 / framesPerSecond)
    mix.every(draw)
    return () => {
      clearInterval(looking)
      clearInterval(drawing)
      pace.stop()
    }
  }

  /** A recording does not begin with names in place of faces that are about to come. */
  async function pictured(picture: Picture): Promise<void> {
    for (let waited = 0; waited < longestWait && !picture.complete(); waited += 50) {
      await new Promise<void>((resolve) => world.later(50, resolve))
    }
  }

  /** Records one take, part by part. */
  function record(mine: Session, take: number): void {
    const stream = new MediaStream([
      ...mine.picture.canvas.captureStream(framesPerSecond).getVideoTracks(),
      mine.mix.track,
    ])
    const media = new MediaRecorder(stream, { mimeType: mine.mimeType, ...bitrates, ...keyFrames })
    let number = 0
    mine.media = media
    media.ondataavailable = ({ data }) => {
      if (data.size === 0) return
      mine.uploads.add(`${base}/${mine.id}/takes/${take}/parts/${number}`, data)
      number += 1
      if (mine.uploads.waiting() > mostWaiting && media.state === 'recording') media.stop()
    }
    media.start(partLength)
  }

  /** Goes on with another take when the network, which was away, has taken enough. */
  async function resumeTake(): Promise<void> {
    const mine = session
    if (!mine || mine.over || mine.media?.state !== 'inactive' || mine.uploads.waiting() > mostWaiting / 2)
      return
    mine.media = null
    const answer = await post(`/${mine.id}/takes`, mine.ticket, { mime_type: mine.mimeType }).catch(
      () => null,
    )
    if (!answer) return void stop()
    const { take } = taken.parse(await answer.json())
    if (!mine.over) record(mine, take)
  }

  function stop(): Promise<void> {
    unwanted = true
    if (!session || session.over) return stopping
    session.over = true
    change({ phase: 'stopping' })
    stopping = handIn(session)
    return stopping
  }

  async function handIn(mine: Session): Promise<void> {
    const { media } = mine
    if (media && media.state !== 'inactive') {
      const ended = new Promise((resolve) => media.addEventListener('stop', resolve, { once: true }))
      media.stop()
      await ended
    }
    await dismantle(mine)
    await mine.uploads.empty()
    stopped = mine.id
    await post(`/${mine.id}/stop`, mine.ticket, {}).catch(() => {
      // The server ends it by itself when we have gone.
    })
    if (session === mine) session = null
    change({ phase: 'idle' })
  }

  /** Leaves everything to another tab, which has taken our place. */
  async function abandon(): Promise<void> {
    const mine = session
    if (!mine || mine.over) return
    mine.over = true
    session = null
    mine.uploads.drop()
    if (mine.media && mine.media.state !== 'inactive') mine.media.stop()
    await dismantle(mine)
    change({ phase: 'idle' })
  }

  async function dismantle({ mix, picture, release }: Session): Promise<void> {
    release()
    picture.stop()
    await mix.stop()
  }

  function heard({ status, sessionId, room }: RoomSnapshot): void {
    if (status.phase === 'ended' || status.phase === 'left') return void stop()
    if (status.phase === 'replaced' || status.phase === 'refused') return void abandon()
    if (status.phase !== 'joined' || !room || !sessionId) return
    const running = room.recording
    const ours = running?.session_id === sessionId ? running.recording_id : null
    if (session && !session.over) {
      if (ours === session.id) session.announced = true
      else if (session.announced) {
        change({ problem: 'lost' })
        void stop()
      }
    } else if (ours && ours !== stopped && current.phase === 'idle') {
      // Our page was reloaded while it recorded.
      void begin(ours)
    }
  }

  return {
    state: () => current,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start: () => begin(null),
    stop,
    async finish() {
      const timeout = new Promise<void>((resolve) => world.later(finishTimeout, resolve))
      await Promise.race([stop(), timeout])
    },
    follow(connection) {
      const look = () => heard(connection.snapshot())
      look()
      return connection.subscribe(look)
    },
    dismiss: () => change({ problem: null }),
  }
}

const supportedType = () =>
  typeof MediaRecorder === 'undefined'
    ? undefined
    : mimeTypes.find((type) => MediaRecorder.isTypeSupported(type))

/** What is to be recorded of a connection's call, with our own devices in it. */
export const sceneFrom = (connection: Connection | null, media: Media): Scene | null =>
  connection && sceneOf(connection.snapshot(), media.snapshot())
