import type { Mouth } from './mouth'
import type { RestingMouth } from './resting-mouths'
import type { Surface } from './surface'

/** Half the width of a mouth that speaks, and the area that full openness gives it, in the drawing's units. */
const speakingHalf = 50
const fullArea = 5800
const tallest = 84
const lineWidth = 12.5

const inside = '#5a1a20'
const teethColor = '#fffaf2'
const tongueColor = '#cf6a66'

/** The outline of a mouth about its middle: its corners, and how far the lips stand above and below the line. */
type Outline = {
  half: number
  nearY: number
  farY: number
  middle: number
  up: number
  down: number
  round: number
}

type PaintedMouth = { mouth: Mouth; rest: RestingMouth; smile: number; aside: number }

/** How far a mouth raises what is above it and lowers what is below it, in the drawing's units. */
export function lipShift({ mouth, rest, smile, aside }: PaintedMouth): { up: number; down: number } {
  return outlineOf({ mouth, rest, smile, aside })
}

/**
 * Draws a mouth about the origin: the line that it is at rest, or what is seen inside while it is open. With `lip`, which
 * is a colour as `line` is, a closed mouth has lips: in a beard the line alone is hard to see.
 */
export function paintMouth<P>(
  surface: Surface<P>,
  painted: PaintedMouth,
  line: string,
  lip: string | null,
): void {
  const { mouth, rest, aside } = painted
  const outline = outlineOf(painted)
  const { up, down, half, nearY, farY, middle } = outline
  surface.save()
  surface.translate(rest.x + 13 * aside, rest.y - 3 * aside)
  surface.lineCap = 'round'
  surface.lineJoin = 'round'
  const height = up + down
  const rested = 1 - Math.min(1, height / 24)
  if (lip && rested > 0) {
    const full = 34 * rested
    surface.fillStyle = lip
    surface.beginPath()
    surface.moveTo(-half, nearY)
    surface.quadraticCurveTo(0, 2 * middle - nearY - full, half, farY)
    surface.quadraticCurveTo(0, 2 * middle - nearY + 2 * full, -half, nearY)
    surface.fill()
  }
  trace(surface, outline)
  if (height > 3) {
    surface.fillStyle = inside
    surface.fill()
    if (height > 7) paintInside(surface, mouth, outline)
    trace(surface, outline)
  }
  surface.strokeStyle = line
  surface.lineWidth = lineWidth
  surface.stroke()

  if (rest.ticks * rested > 2) {
    const tick = (rest.ticks * rested) / 2
    surface.beginPath()
    surface.moveTo(-half - tick * 0.35, nearY - tick)
    surface.lineTo(-half + tick * 0.2, nearY + tick * 0.7)
    surface.moveTo(half + tick * 0.35, farY - tick)
    surface.lineTo(half - tick * 0.2, farY + tick * 0.7)
    surface.stroke()
  }
  surface.restore()
}

function outlineOf({ mouth, rest, smile, aside }: PaintedMouth): Outline {
  const { open, wide, round, tuck } = mouth
  // What is said shapes the lips only as far as it opens them.
  const engaged = Math.min(1, mouth.voice * 5)
  const spread = engaged * (wide > 0 ? 0.2 * wide : 0.42 * wide)
  const half = (rest.half + (speakingHalf - rest.half) * engaged) * (1 + spread) * (1 - 0.22 * aside)
  const height = Math.min(tallest, (open * fullArea) / ((0.68 + 0.1 * round) * 2 * half))
  const curve = rest.smile * (1 - 0.45 * engaged) * (1 - 0.5 * engaged * round) + 11 * smile
  const tilt = (rest.tilt * (1 - 0.7 * engaged) - 7 * aside) / 2
  const upper = 0.3 + 0.12 * round + 0.2 * tuck
  return {
    half,
    nearY: -0.6 * curve - tilt,
    farY: -0.6 * curve + tilt,
    middle: 0.4 * curve,
    up: height * upper,
    down: height * (1 - upper),
    round: engaged * round,
  }
}

/** The outline as a path: two lips that meet in the corners, and lie on one another where the mouth is closed. */
function trace<P>(surface: Surface<P>, { half, nearY, farY, middle, up, down, round }: Outline): void {
  const inset = half * 0.34 * (1 - round)
  const slope = 0.66 * (1 - round)
  const near = nearY + slope * (middle - nearY)
  const far = farY + slope * (middle - farY)
  const top = middle - up
  const bottom = middle + down
  // The upper lip runs flatter into the corners than the lower one, which hangs between them.
  const above = up * (0.12 + 0.44 * round)
  const below = down * (0.4 + 0.16 * round)
  const over = half * (0.36 + 0.2 * round)
  const under = half * (0.46 + 0.1 * round)
  surface.beginPath()
  surface.moveTo(-half, nearY)
  surface.bezierCurveTo(-half + inset, near - above, -over, top, 0, top)
  surface.bezierCurveTo(over, top, half - inset, far - above, half, farY)
  surface.bezierCurveTo(half - 0.6 * inset, far + below, under, bottom, 0, bottom)
  surface.bezierCurveTo(-under, bottom, -half + 0.6 * inset, near + below, -half, nearY)
  surface.closePath()
}

/** Teeth and tongue, within the outline that is the surface's current path. */
function paintInside<P>(surface: Surface<P>, mouth: Mouth, { half, middle, up, down }: Outline): void {
  const height = up + down
  surface.save()
  surface.clip()
  const seen = mouth.tongue * Math.min(1, (height - 7) / 16)
  if (seen > 0.05) {
    surface.fillStyle = tongueColor
    surface.beginPath()
    const rise = height * (0.16 + 0.26 * seen)
    surface.ellipse(
      0,
      middle + down + height * 0.3 - rise * 0.55,
      half * 0.66,
      height * 0.3 + rise * 0.45,
      0,
      0,
      2 * Math.PI,
    )
    surface.fill()
  }
  const teeth = mouth.teeth * Math.min(20, height * 0.62)
  if (teeth > 1) {
    surface.fillStyle = teethColor
    surface.beginPath()
    const top = middle - up
    surface.moveTo(-half, top - 40)
    surface.lineTo(half, top - 40)
    surface.lineTo(half, top + teeth * 0.7 + lineWidth / 2)
    surface.quadraticCurveTo(0, top + teeth * 1.3 + lineWidth / 2, -half, top + teeth * 0.7 + lineWidth / 2)
    surface.fill()
  }
  surface.restore()
}
