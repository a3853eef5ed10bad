import type { Cast } from '@/lib/protocol/cast'
import { type LookOptions, notionistsLook } from './look'
import { createMotion } from './motion'
import type { Mouth } from './mouth'
import { body } from './notionists/body'
import { type Beard, beards, brows, eyes, glasses, noses } from './notionists/features'
import { hair } from './notionists/hair'
import { head } from './notionists/head'
import { type Eye, paintEye } from './paint-eyes'
import { lipShift, paintMouth } from './paint-mouth'
import { type FaceState, type Pose, stillPose } from './pose'
import { type RestingMouth, restingMouths } from './resting-mouths'
import type { FillRule, Paint, PathMaker, Shape, Surface } from './surface'

/** A person who can be drawn, on square canvases of any size. */
export type Face<P> = {
  /**
   * Draws the picture of an instant. `ms` is of a clock that only runs forward; `mouth` comes from `mouthAt`. A new
   * state is reached by easing, over some half a second.
   */
  draw(surface: Surface<P>, moment: { ms: number; state: FaceState; mouth: Mouth }): void
  /** Draws the person at rest, always the same. */
  drawStill(surface: Surface<P>): void
}

type Options<P> = {
  /** The colour of the ground, as CSS has it; null for the look's own. */
  background: string | null
  /** Two faces with different seeds move differently. */
  seed: string
  Path2D: PathMaker<P>
}

/** What of the drawing is seen: the side of a square, and its upper left corner, in the drawing's units. */
const frame = { side: 1180, x: 250, y: 182 }
/** What the head turns about, what the shoulders stand on, and the middle of every mouth. */
const neck = { x: 800, y: 1120 }
const stand = { x: 830, y: 1750, collar: 1110 }
const mouthAtRest = { x: 940, y: 944 }
/** Of lips in a dark beard, in which a closed mouth's line could not be seen. */
const lipColor = '#d3917d'
/** Whether a colour, `#rrggbb`, is nearer to black than to white. */
const isDark = (color: string) =>
  [1, 3, 5].reduce((sum, at) => sum + Number.parseInt(color.slice(at, at + 2), 16), 0) < 384
/** Glasses are a little narrower than drawn, from the near lens on, so that the far one ends with the face. */
const glassesWidth = 0.94
const glassesHeld = 800

/**
 * Makes a person of a look. The same seed and calls always give the same pictures.
 * @throws ZodError when the look is none that can be drawn
 */
export function createFace<P>(
  look: Cast['replica']['look'],
  { background, seed, Path2D }: Options<P>,
): Face<P> {
  const { options } = notionistsLook.parse(look)
  const person = prepare(options, Path2D)
  const motion = createMotion(seed)
  const paint = (surface: Surface<P>, pose: Pose) => {
    const { width, height } = surface.canvas
    surface.setTransform(1, 0, 0, 1, 0, 0)
    surface.fillStyle = background ?? options.ground
    surface.fillRect(0, 0, width, height)
    const scale = width / frame.side
    surface.setTransform(scale, 0, 0, scale, -frame.x * scale, -frame.y * scale)
    paintPerson(surface, person, pose)
  }
  return {
    draw: (surface, { ms, state, mouth }) => paint(surface, motion(ms, state, mouth)),
    drawStill: (surface) => paint(surface, stillPose),
  }
}

type Drawn<P> = {
  color: string
  path: P
  rule: FillRule
  stroke: number | undefined
  /** An area of hair has a line around it. */
  outlined: boolean
}
type Brow<P> = { path: P; x: number; y: number }

/** A look, ready to be drawn. */
type Person<P> = {
  colors: { line: string; skin: string; brow: string }
  skin: P
  /** What hair lies on. */
  skull: P
  headLines: P
  body: Drawn<P>[]
  hair: Drawn<P>[]
  eyes: { near: Eye<P>; far: Eye<P> }
  brows: { near: Brow<P>; far: Brow<P> }
  nose: P
  /** What of a beard goes with the jaw, and what with the upper lip. */
  jawBeard: P | null
  lipBeard: P | null
  beardColor: string
  lip: string | null
  glasses: P | null
  mouth: RestingMouth
}

function prepare<P>(options: LookOptions, Path2D: PathMaker<P>): Person<P> {
  const colors: Record<Paint, string> = {
    skin: options.skin,
    line: options.line,
    hair: options.hairColor,
    shade: options.hairShade,
    cloth: options.cloth,
    trim: options.trim,
  }
  const drawn = ({ paint, d, rule = 'nonzero', stroke }: Shape): Drawn<P> => ({
    color: colors[paint],
    path: new Path2D(d),
    rule,
    stroke,
    outlined: paint === 'hair' && !stroke,
  })
  const beard: Beard | undefined = options.beard ? beards[options.beard] : undefined
  const [browNear, browFar] = [brows[options.brows].near, brows[options.brows].far]
  return {
    colors: {
      line: options.line,
      skin: options.skin,
      brow: options.browColor,
    },
    skin: new Path2D(head.skin),
    skull: new Path2D(head.skull),
    headLines: new Path2D(head.cheek + head.neck + head.ear),
    body: body[options.body].map(drawn),
    hair: hair[options.hair].map(drawn),
    eyes: {
      near: {
        open: new Path2D(eyes.variant05.near),
        x: 845.5,
        y: 762,
        width: 24.5,
        height: 35,
        lash: options.lashes ? -1 : 0,
      },
      far: {
        open: new Path2D(eyes.variant05.far),
        x: 1042.5,
        y: 771,
        width: 21.5,
        height: 30,
        lash: options.lashes ? 1 : 0,
      },
    },
    brows: {
      near: { path: new Path2D(browNear), x: 845, y: 694 },
      far: { path: new Path2D(browFar), x: 1045, y: 696 },
    },
    nose: new Path2D(noses[options.nose]),
    jawBeard: beard?.jaw ? new Path2D(beard.jaw) : null,
    lipBeard: beard?.lip ? new Path2D(beard.lip) : null,
    beardColor: options.beardColor,
    lip: beard?.jaw && isDark(options.beardColor) ? lipColor : null,
    glasses: options.glasses ? new Path2D(glasses[options.glasses]) : null,
    mouth: restingMouths[options.mouth],
  }
}

function paintPerson<P>(surface: Surface<P>, person: Person<P>, pose: Pose): void {
  const nearer = 1 + pose.lean
  surface.transform(nearer, 0, 0, nearer, stand.x * -pose.lean, stand.y * -pose.lean)

  inHead(surface, pose, pose.roll, () => {
    surface.fillStyle = person.colors.skin
    surface.fill(person.skin)
    surface.fill(person.skull)
    surface.fillStyle = person.colors.line
    surface.fill(person.headLines)
  })

  surface.save()
  const raised = 1 + pose.breath / (stand.y - stand.collar)
  const broad = 1 + pose.breath * 0.0006
  surface.transform(broad, 0, 0, raised, stand.x * (1 - broad) + pose.x * 0.2, stand.y * (1 - raised))
  fillAll(surface, person.body, person.colors.line)
  surface.restore()

  inHead(surface, pose, pose.roll, () => paintFeatures(surface, person, pose))
  inHead(surface, pose, pose.hairRoll, () => {
    surface.translate(4 * pose.yaw, 2 * pose.pitch)
    fillAll(surface, person.hair, person.colors.line)
  })
  inHead(surface, pose, pose.roll, () => {
    if (!person.glasses) return
    surface.translate(turned(15, pose.yaw), 13 * pose.pitch)
    surface.transform(glassesWidth, 0, 0, 1, glassesHeld * (1 - glassesWidth), 0)
    surface.fillStyle = person.colors.line
    surface.fill(person.glasses, 'evenodd')
  })
}

/** Draws in the head's place: shifted, tilted about the neck, and a little slanted as it turns. */
function inHead<P>(surface: Surface<P>, pose: Pose, roll: number, paint: () => void): void {
  surface.save()
  surface.translate(neck.x + pose.x, neck.y + pose.y)
  surface.rotate(roll)
  surface.transform(1, 0, -0.012 * pose.yaw, 1 - 0.008 * pose.pitch, 0, 0)
  surface.translate(-neck.x, -neck.y)
  paint()
  surface.restore()
}

/** How far a turn of the head moves what is `near` to us: less away from us, where the cheek soon hides it. */
const turned = (near: number, yaw: number) => near * yaw * (yaw > 0 ? 0.6 : 1)

/** What is on the face moves more than the head as it turns: it is nearer. */
function paintFeatures<P>(surface: Surface<P>, person: Person<P>, pose: Pose): void {
  const { colors, eyes, brows } = person
  const painted = { mouth: pose.mouth, rest: person.mouth, smile: pose.smile, aside: pose.aside }
  const lips = lipShift(painted)
  surface.translate(turned(14, pose.yaw), 13 * pose.pitch)

  const eyeColors = { line: colors.line, light: '#ffffff' }
  paintEye(surface, eyes.near, pose, eyeColors)
  paintEye(surface, eyes.far, pose, eyeColors)
  if (person.glasses) surface.translate(0, -browsOverGlasses)
  paintBrow(surface, brows.near, pose.browNear, colors.brow)
  paintBrow(surface, brows.far, pose.browFar, colors.brow)
  if (person.glasses) surface.translate(0, browsOverGlasses)

  if (person.jawBeard) {
    surface.save()
    surface.translate(-0.65 * turned(14, pose.yaw), 0.12 * lips.down - 8 * pose.pitch)
    outline(surface, person.jawBeard, colors.line)
    surface.fillStyle = person.beardColor
    surface.fill(person.jawBeard)
    surface.restore()
  }
  surface.save()
  surface.translate(mouthAtRest.x, mouthAtRest.y)
  paintMouth(surface, painted, colors.line, person.lip)
  surface.restore()
  if (person.lipBeard) {
    surface.save()
    surface.translate(8 * pose.aside, -0.35 * lips.up)
    outline(surface, person.lipBeard, colors.line)
    surface.fillStyle = person.beardColor
    surface.fill(person.lipBeard)
    surface.restore()
  }

  surface.translate(5 * pose.yaw, 3 * pose.pitch)
  surface.fillStyle = colors.line
  surface.fill(person.nose)
}

/** How much higher brows are where glasses would cut through them. */
const browsOverGlasses = 12

/** How far a brow travels, in the drawing's units. */
const browTravel = 22

function paintBrow<P>(surface: Surface<P>, { path, x, y }: Brow<P>, raised: number, color: string): void {
  surface.save()
  surface.translate(x, y - browTravel * raised)
  surface.rotate(-0.05 * raised)
  surface.translate(-x, -y)
  surface.fillStyle = color
  surface.fill(path)
  surface.restore()
}

/** Half of it is covered by what it surrounds. */
const outlineWidth = 20

/** Draws the line around a shape that is filled afterwards. */
function outline<P>(surface: Surface<P>, path: P, color: string): void {
  surface.strokeStyle = color
  surface.lineWidth = outlineWidth
  surface.lineJoin = 'round'
  surface.stroke(path)
}

function fillAll<P>(surface: Surface<P>, shapes: Drawn<P>[], line: string): void {
  for (const { color, path, rule, stroke, outlined } of shapes) {
    if (outlined) outline(surface, path, line)
    if (stroke) {
      surface.strokeStyle = color
      surface.lineWidth = stroke
      surface.lineCap = 'round'
      surface.stroke(path)
    } else {
      surface.fillStyle = color
      surface.fill(path, rule)
    }
  }
}
