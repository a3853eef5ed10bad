/** A mouth that says nothing. Lengths in the drawing's units, about the middle of the mouth. */
export type RestingMouth = {
  /** Half the length of the line. */
  half: number
  /** How far the corners stand above the middle. */
  smile: number
  /** How much higher the near corner stands than the far one. */
  tilt: number
  /** Where the middle is, from the place that all mouths share. */
  x: number
  y: number
  /** The little strokes at the corners. */
  ticks: number
}

/** Drawn after mouths of Notionists; these can open. */
export const restingMouths = {
  smile: { half: 46, smile: 17, tilt: 0, x: 0, y: 0, ticks: 0 },
  ticks: { half: 50, smile: 13, tilt: 0, x: 0, y: 0, ticks: 17 },
  broad: { half: 60, smile: 23, tilt: 0, x: 0, y: -4, ticks: 12 },
  soft: { half: 43, smile: 14, tilt: 0, x: 0, y: -4, ticks: 0 },
  bearded: { half: 52, smile: 24, tilt: 0, x: 1, y: 40, ticks: 0 },
  smirk: { half: 42, smile: 15, tilt: 12, x: -6, y: 0, ticks: 0 },
} satisfies Record<string, RestingMouth>
