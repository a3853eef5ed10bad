import type { RoomBackground } from '@/lib/protocol/room'
import type { MediaSnapshot } from './media'
import type { PersonTracks, RoomSnapshot } from './room-state'

/** Somebody in the picture; without a video their name stands for them. */
export type SceneTile = { id: string; name: string; video: MediaStreamTrack | null }

/** What is recorded: who is to be seen, and everything that is to be heard. */
export type Scene = {
  replica: SceneTile | null
  /** What stands behind the replica; null: as it is drawn. */
  background: RoomBackground | null
  people: SceneTile[]
  /** The screen that somebody shares. */
  screen: SceneTile | null
  audio: MediaStreamTrack[]
}

const nothing: PersonTracks = { audio: null, video: null, screenVideo: null, screenAudio: null }

/** The call as its participant knows it, with their own devices, which come back from nobody. */
export function sceneOf(
  { participants, sessionId, tracks, room }: RoomSnapshot,
  { audio, video, screen }: Pick<MediaSnapshot, 'audio' | 'video' | 'screen'>,
): Scene {
  const own: PersonTracks = {
    audio: audio.track,
    video: video.track,
    screenVideo: screen.video,
    screenAudio: screen.audio,
  }
  const people = participants.map((person) => {
    const isOwn = person.session_id === sessionId
    const theirs = isOwn ? own : (tracks.get(person.session_id) ?? nothing)
    // The last picture of a camera that is off is not shown on.
    const shown = isOwn || person.video ? theirs.video : null
    return { ...person, tracks: theirs, tile: { id: person.session_id, name: person.name, video: shown } }
  })
  const sharing = people.find((person) => person.tracks.screenVideo)
  return {
    replica: people.find(({ role }) => role === 'replica')?.tile ?? null,
    background: room?.background ?? null,
    people: people.filter(({ role }) => role === 'participant').map(({ tile }) => tile),
    screen: sharing
      ? { id: `${sharing.session_id}.screen`, name: sharing.name, video: sharing.tracks.screenVideo }
      : null,
    audio: people
      .flatMap(({ tracks: { audio: voice, screenAudio } }) => [voice, screenAudio])
      .filter((track) => track !== null),
  }
}

export const pictureSize = { width: 1280, height: 720 }

export type Box = { x: number; y: number; width: number; height: number }

/** The replica is drawn at 512 pixels and is not sharp beyond 1.25 times that. */
const largestReplica = 640
const gap = 16
/** A tile beside the main picture; more people than fit share the height. */
const side = { width: 240, height: 135 }

/**
 * Where everybody stands in a picture of 1280 by 720: the replica large, or the screen that is shared with the replica
 * beside it; people in a column at the right.
 */
export function placesOf(scene: Pick<Scene, 'people' | 'screen'>): {
  main: Box
  replica: Box
  people: Box[]
} {
  const { width, height } = pictureSize
  const column = scene.people.length > 0 || scene.screen ? side.width + gap : 0
  const main: Box = { x: gap, y: gap, width: width - column - 2 * gap, height: height - 2 * gap }
  const x = width - side.width - gap
  const replica: Box = scene.screen
    ? { x, y: gap, width: side.width, height: side.width }
    : centred(main, largestReplica)
  const top = scene.screen ? gap + side.width + gap : gap
  const room = height - top - gap
  const each = (room + gap) / Math.max(1, scene.people.length) - gap
  const tall = Math.max(1, Math.min(side.height, each))
  const people = scene.people.map((_, index) => ({
    x,
    y: top + index * (tall + gap),
    width: side.width,
    height: tall,
  }))
  return { main, replica, people }
}

function centred({ x, y, width, height }: Box, most: number): Box {
  const size = Math.min(width, height, most)
  return { x: x + (width - size) / 2, y: y + (height - size) / 2, width: size, height: size }
}
