import type { RoomSnapshot } from '@/lib/client/room/room-state'

/** Whether the replica is heard now. Its last words stay in the snapshot for a moment after the voice. */
export function isReplicaSpeaking({ participants, activeSpeaker, spoken }: RoomSnapshot): boolean {
  const replica = participants.find(({ role }) => role === 'replica')
  if (!replica) return false
  if (activeSpeaker === replica.session_id) return true
  // Somebody who talks at the same time is the active speaker, while it goes on until its words are all said.
  return activeSpeaker !== null && spoken !== null && !spoken.final
}

/** Whether it can be cut off. What it says first, its greeting, is spoken to its end. */
export function isInterruptible(snapshot: RoomSnapshot): boolean {
  const { captions, spoken } = snapshot
  if (!isReplicaSpeaking(snapshot)) return false
  if (spoken === null) return captions.length > 0
  return spoken.turn > 0 || captions.some(({ role }) => role === 'replica')
}

/** The replica's words so far that are not among the captions yet; null when there are none. */
export function wordsBeingSaid({ spoken, captions }: RoomSnapshot): string | null {
  const last = captions.findLast(({ role }) => role === 'replica')
  const isThere = spoken?.final && last?.text.trim() === spoken.text.trim()
  return isThere ? null : spoken?.text || null
}
