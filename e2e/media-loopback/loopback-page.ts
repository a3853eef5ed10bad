import '@/lib/client/without-eval'
import { connect } from '@/lib/client/room/connection'
import { createMedia, sentBy } from '@/lib/client/room/media'
import { createSound } from '@/lib/client/room/sound'
import { createStudio } from './studio'

// A participant, wired as the room page wires it, and the studio it talks to.

const media = createMedia()
media.attach()
const sound = createSound()

/** Joins a room of its own in this page. */
function join(studio: ReturnType<typeof createStudio>) {
  const connection = connect(
    {
      url: 'ws://loopback',
      name: 'Ada',
      tracks: sentBy(media.snapshot()),
      tickets: { read: () => null, write() {} },
    },
    studio.world,
  )
  media.subscribe(() => connection.setTracks(sentBy(media.snapshot())))
  connection.subscribe(() =>
    sound.play(
      [...connection.snapshot().tracks.values()].flatMap(({ audio, screenAudio }) =>
        [audio, screenAudio].filter((track) => track !== null),
      ),
    ),
  )
  return connection
}

const loopback = { media, sound, createStudio, join, seen: [] as string[] }
declare global {
  interface Window {
    loopback: typeof loopback
  }
}
window.loopback = loopback
