import { closedMouth, type Mouth } from './mouth'

/** What a replica is doing, as its face shows it. */
export type FaceState = 'idle' | 'listening' | 'thinking' | 'speaking'

/** How a person stands at an instant. Lengths in the drawing's units, angles in radians. */
export type Pose = {
  /** How far the breath has raised the shoulders. */
  breath: number
  /** How much nearer the person is, as a part of their size. */
  lean: number
  /** Where the head is, from its place. */
  x: number
  y: number
  /** How far the head is tilted, positive to the right of the picture, and the hair, which follows it. */
  roll: number
  hairRoll: number
  /** How far the head is turned, -1 to 1: right and down are positive. */
  yaw: number
  pitch: number
  /** Where the eyes look, -1 to 1: right and down are positive. */
  gazeX: number
  gazeY: number
  /** How far the lids are closed, 0 to 1. */
  lids: number
  /** How far each brow is raised, -1 to 1. */
  browNear: number
  browFar: number
  /** What the corners of the mouth add to its rest, -1 to 1, and how far it is drawn aside, 0 to 1. */
  smile: number
  aside: number
  mouth: Mouth
}

/** A face that nothing moves, as portraits show it. */
export const stillPose: Pose = {
  breath: 0,
  lean: 0,
  x: 0,
  y: 0,
  roll: 0,
  hairRoll: 0,
  yaw: 0,
  pitch: 0,
  gazeX: 0,
  gazeY: 0,
  lids: 0,
  browNear: 0,
  browFar: 0,
  smile: 0,
  aside: 0,
  mouth: closedMouth,
}
