import type { RoomSnapshot } from '@/lib/client/room/room-state'

/** Whether the replica is heard now. Its last words stay in the snapshot for a moment after the voice. */
export function isReplicaSpeaking({ participants, activeSpeaker, spoken, captions }: RoomSnapshot): boolean {
  const replica = participants.find(({ role }) => role === 'replica')
  if (!replica) return false
  if (activeSpeaker === replica.session_id) return true
  // Somebody who talks at the same time is the active speaker, while it goes on until its words are all said.
  const line = captions.findLast(({ role }) => role === 'replica')
  return activeSpeaker !== null && spoken !== null && spoken.text.trim() !== line?.text.trim()
}

/** Whether it can be cut off. What it says first, its greeting, is spoken to its end. */
export function isInterruptible(snapshot: RoomSnapshot): boolean {
  const { captions, spoken } = snapshot
  if (!isReplicaSpeaking(snapshot)) return false
  const [first] = captions
  const greets = first?.role === 'replica' && first.text.startsWith(spoken?.text ?? '')
  return !greets || (spoken === null && captions.length > 1)
}
