import { useEffect, useState, useSyncExternalStore } from 'react'
import type { RoomSnapshot } from '@/lib/client/room/room-state'
import { createSound } from '@/lib/client/room/sound'

export type SoundHook = {
  /** The browser holds the sound back until something is pressed. */
  blocked: boolean
  /** To be called while a press is handled. */
  unlock(): void
}

/** Plays everybody in the room through the chosen speaker, for as long as the component lives. */
export function useSound(tracks: RoomSnapshot['tracks'], speakerId: string | null): SoundHook {
  const [sound] = useState(createSound)
  useEffect(() => sound.stop, [sound])
  useEffect(() => sound.setSpeaker(speakerId), [sound, speakerId])
  useEffect(() => {
    const heard = [...tracks.values()].flatMap(({ audio, screenAudio }) => [audio, screenAudio])
    sound.play(heard.filter((track) => track !== null))
  }, [sound, tracks])
  const blocked = useSyncExternalStore(sound.subscribe, sound.blocked, () => false)
  return { blocked, unlock: () => void sound.unlock() }
}
