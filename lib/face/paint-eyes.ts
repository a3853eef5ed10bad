import type { Pose } from './pose'
import type { Surface } from './surface'

/** An eye, in the drawing's units. */
export type Eye<P> = {
  /** What is seen of it when it is open, its middle, and half its size. */
  open: P
  x: number
  y: number
  width: number
  height: number
  /** Where the lash is at its outer corner: -1 left, 1 right, 0 where there is none. */
  lash: -1 | 0 | 1
}

type EyeColors = { line: string; light: string }

/** How far the eyes travel from the middle, in the drawing's units: less to the right, where the far cheek is near. */
const travel = { left: 15, right: 10, y: 17 }

/** Draws an eye and the lid over it: closing, it cuts the eye along its edge, and closed it is a lash line. */
export function paintEye<P>(
  surface: Surface<P>,
  { open, x, y, width, height, lash }: Eye<P>,
  { gazeX, gazeY, lids }: Pick<Pose, 'gazeX' | 'gazeY' | 'lids'>,
  colors: EyeColors,
): void {
  surface.save()
  surface.translate(gazeX * (gazeX > 0 ? travel.right : travel.left), gazeY * travel.y)
  const edge = y - height + 2 * height * 0.86 * lids
  if (lids > 0.02) {
    surface.save()
    surface.beginPath()
    surface.moveTo(x - 2 * width, edge)
    surface.quadraticCurveTo(x, edge + 0.5 * height * lids, x + 2 * width, edge)
    surface.lineTo(x + 2 * width, y + 2 * height)
    surface.lineTo(x - 2 * width, y + 2 * height)
    surface.closePath()
    surface.clip()
  }
  surface.fillStyle = colors.line
  surface.fill(open)
  surface.fillStyle = colors.light
  surface.beginPath()
  surface.ellipse(
    x + (0.16 * gazeX - 0.22) * width,
    y + (0.12 * gazeY - 0.36) * height,
    6,
    7,
    0,
    0,
    2 * Math.PI,
  )
  surface.fill()
  if (lids > 0.02) surface.restore()
  surface.strokeStyle = colors.line
  surface.lineCap = 'round'
  if (lash !== 0) {
    surface.lineWidth = 9
    surface.beginPath()
    surface.moveTo(x + lash * 0.55 * width, edge + 0.3 * height)
    surface.quadraticCurveTo(
      x + lash * 1.05 * width,
      edge + 0.2 * height,
      x + lash * 1.5 * width,
      edge - 0.2 * height,
    )
    surface.stroke()
  }
  if (lids > 0.3) {
    const reach = width * (0.8 + 0.45 * lids)
    surface.lineWidth = 11
    surface.beginPath()
    surface.moveTo(x - reach, edge)
    surface.quadraticCurveTo(x, edge + 0.5 * height * lids, x + reach, edge)
    surface.stroke()
  }
  surface.restore()
}
