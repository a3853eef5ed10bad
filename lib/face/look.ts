import * as z from 'zod'
import { body } from './notionists/body'
import { beards, brows, glasses, noses } from './notionists/features'
import { hair } from './notionists/hair'
import { restingMouths } from './resting-mouths'

/** One of the drawings of a kind, by the name it has in the set. */
const partOf = <Name extends string>(drawings: Record<Name, unknown>) =>
  z.enum(Object.keys(drawings) as [Name, ...Name[]])

const color = z.string().regex(/^#[0-9a-f]{6}$/i)

const options = z.object({
  /** The colour behind the person; what surrounds the picture continues it. */
  ground: color.default('#d3e2ec'),
  skin: color.default('#f2c9ac'),
  /** Lines, eyes, and the rims of glasses. */
  line: color.default('#2a211d'),
  body: partOf(body).default('variant21'),
  cloth: color.default('#6d8fb3'),
  hair: partOf(hair).default('variant35'),
  hairColor: color.default('#5a3b28'),
  /** Strands and folds. */
  hairShade: color.default('#4a2f1f'),
  /** Clothes' and head coverings' second colour. */
  trim: color.default('#ffffff'),
  brows: partOf(brows).default('variant08'),
  browColor: color.default('#3a281d'),
  lashes: z.boolean().default(false),
  nose: partOf(noses).default('variant10'),
  mouth: partOf(restingMouths).default('smile'),
  beard: partOf(beards).optional(),
  beardColor: color.default('#2a211d'),
  glasses: partOf(glasses).optional(),
})

/** A look that can be drawn: parts of Notionists by their names, and the colours they take. */
export const notionistsLook = z.object({ style: z.literal('notionists'), options })

/** A look as it is written: what is left out is drawn by default. */
export type FaceLook = z.input<typeof notionistsLook>
export type LookOptions = z.output<typeof options>
