import type { LookOptions } from '@/lib/face/look'

type Part = 'hair' | 'body' | 'brows' | 'nose' | 'mouth' | 'glasses' | 'beard'
type Choices<P extends Part> = readonly (Exclude<LookOptions[P], undefined> | '')[]

/** What may be chosen of each part, by the names of the drawings; empty: without it. */
export const partChoices = {
  hair: [
    ...(['variant08', 'variant22', 'variant23', 'variant34', 'variant35', 'variant36'] as const),
    ...(['variant41', 'variant54', 'variant58', 'variant60', 'variant61', 'variant63', 'dastar'] as const),
  ],
  body: [
    ...(['variant09', 'variant11', 'variant13', 'variant14'] as const),
    ...(['variant15', 'variant16'] as const),
    ...(['variant20', 'variant21', 'variant23', 'variant25', 'crewNeck'] as const),
  ],
  brows: ['variant04', 'variant05', 'variant07', 'variant08', 'variant12'],
  nose: [
    ...(['variant02', 'variant04', 'variant06', 'variant08'] as const),
    ...(['variant10', 'variant14', 'variant16', 'variant19'] as const),
  ],
  mouth: ['smile', 'ticks', 'broad', 'soft', 'bearded', 'smirk'],
  glasses: ['', 'variant08', 'variant11'],
  beard: ['', 'variant02', 'variant06', 'variant10'],
} satisfies { [P in Part]: Choices<P> }

/** Which parts are chosen together. */
export const partGroups: { name: 'hair' | 'face' | 'clothes'; parts: Part[] }[] = [
  { name: 'hair', parts: ['hair', 'beard'] },
  { name: 'face', parts: ['brows', 'nose', 'mouth', 'glasses'] },
  { name: 'clothes', parts: ['body'] },
]

export type ColorName = 'skin' | 'hairColor' | 'cloth' | 'trim' | 'ground'

/** Colours that go together, to begin with; any other may be chosen too. */
export const colorChoices: Record<ColorName, string[]> = {
  skin: ['#fbe0d0', '#f2c6a7', '#e0a97f', '#c68a5e', '#9a6238', '#6f4427'],
  hairColor: ['#1f1a17', '#4a2f1f', '#6b4329', '#a3652f', '#d8a95b', '#b9b4ae'],
  cloth: ['#54789c', '#c9705a', '#3f6b57', '#6a5a8c', '#c79a3c', '#3b3f46'],
  trim: ['#ffffff', '#fbeee6', '#2b2b30', '#e5c56b', '#9fb8c9', '#d9a3a3'],
  ground: ['#d3e2ec', '#f4dccf', '#dde8da', '#e6def0', '#f2e6c8', '#d8d6d2'],
}

/** A colour as its shade: strands and folds, a fifth darker. `#rrggbb` in and out. */
export function shadeOf(color: string): string {
  const part = (from: number) =>
    Math.round(Number.parseInt(color.slice(from, from + 2), 16) * 0.8)
      .toString(16)
      .padStart(2, '0')
  return `#${part(1)}${part(3)}${part(5)}`
}
