import type { Config } from 'tailwind-merge'

type Groups = Config<string, string>['classGroups']
type Conflicts = Config<string, string>['conflictingClassGroups']

const any = () => true
/** A length, a number or a fraction: neither a colour nor a keyword. */
const isLength = (value: string) => /^(\d|\[[\d.]|\[(calc|min|max|clamp)\()/.test(value)
const isFontSize = (value: string) => /^(xs|sm|base|lg|\d?xl)$/.test(value) || isLength(value)

/** A group for each of these words: whatever follows it and a hyphen sets the same property. */
const each = (words: string): Groups =>
  Object.fromEntries(words.split(' ').map((word) => [word, [word, { [word]: [any] }]]))

const sides = ['x', 'y', 's', 'e', 't', 'r', 'b', 'l']
const borderSides = Object.fromEntries(
  sides.flatMap((side) => [
    [`border-w-${side}`, [{ [`border-${side}`]: ['', isLength] }]],
    [`border-color-${side}`, [{ [`border-${side}`]: [any] }]],
  ]),
)

const alone =
  `size w h min-w max-w min-h max-h p px py ps pe pt pr pb pl m mx my ms me mt mr mb ml gap gap-x gap-y inset
inset-x inset-y start end top right bottom left z row-start opacity rounded rounded-t rounded-b cursor select resize overflow
overflow-x overflow-y whitespace tracking leading items self justify justify-self content order grow shrink basis grid-cols grid-rows
translate-x translate-y scale-x rotate transition duration delay ease animate aspect appearance line-clamp origin
pointer-events fill stroke accent underline-offset divide-y col-start row-start justify-self`.replaceAll(
    '\n',
    ' ',
  )

/**
 * Which classes set the same property, for the prefixes that are in use here: the library's own table of all Tailwind
 * is five times as large, and every page would load it. A test compares the two for each pair of classes in the sources.
 */
export const classGroups: Groups = {
  ...each(alone),
  ...borderSides,
  display: [
    ...['block', 'inline-block', 'inline', 'flex', 'inline-flex', 'grid', 'contents', 'hidden', 'table'],
    ...['table-cell', 'table-row', 'table-row-group', 'table-header-group'],
  ],
  position: ['static', 'fixed', 'absolute', 'relative', 'sticky'],
  visibility: ['visible', 'invisible'],
  sr: ['sr-only', 'not-sr-only'],
  'object-position': [{ object: ['top', 'bottom', 'left', 'right', 'center'] }],
  'object-fit': [{ object: [any] }],
  'font-size': [{ text: [isFontSize] }],
  'text-align': [{ text: ['left', 'center', 'right', 'start', 'end'] }],
  'text-wrap': [{ text: ['wrap', 'nowrap', 'balance', 'pretty'] }],
  'text-overflow': ['truncate', 'text-ellipsis', 'text-clip'],
  'text-color': [{ text: [any] }],
  'word-break': ['break-normal', 'break-words', 'break-all', 'break-keep'],
  'font-family': [{ font: ['sans', 'serif', 'mono'] }],
  'font-weight': [{ font: [any] }],
  'text-decoration': ['underline', 'overline', 'line-through', 'no-underline'],
  'flex-direction': [{ flex: ['row', 'row-reverse', 'col', 'col-reverse'] }],
  'flex-wrap': [{ flex: ['wrap', 'wrap-reverse', 'nowrap'] }],
  flex: [{ flex: [any] }],
  'bg-color': [{ bg: [any] }],
  'border-collapse': [{ border: ['collapse', 'separate'] }],
  'border-style': [{ border: ['solid', 'dashed', 'dotted', 'none'] }],
  'border-w': [{ border: ['', isLength] }],
  'border-color': [{ border: [any] }],
  'outline-style': [{ outline: ['none', 'hidden'] }],
  'outline-offset': [{ 'outline-offset': [any] }],
  'outline-w': [{ outline: ['', isLength] }],
  'outline-color': [{ outline: [any] }],
}

const borders = (kind: 'w' | 'color') => ({
  [`border-${kind}`]: sides.map((side) => `border-${kind}-${side}`),
  [`border-${kind}-x`]: ['s', 'e', 'r', 'l'].map((side) => `border-${kind}-${side}`),
  [`border-${kind}-y`]: ['t', 'b'].map((side) => `border-${kind}-${side}`),
})

/** Which groups a class takes the place of beside its own. */
export const conflictingClassGroups: Conflicts = {
  ...borders('w'),
  ...borders('color'),
  overflow: ['overflow-x', 'overflow-y'],
  inset: ['inset-x', 'inset-y', 'start', 'end', 'top', 'right', 'bottom', 'left'],
  'inset-x': ['start', 'end', 'right', 'left'],
  'inset-y': ['top', 'bottom'],
  flex: ['basis', 'grow', 'shrink'],
  gap: ['gap-x', 'gap-y'],
  p: ['px', 'py', 'ps', 'pe', 'pt', 'pr', 'pb', 'pl'],
  px: ['ps', 'pe', 'pr', 'pl'],
  py: ['pt', 'pb'],
  m: ['mx', 'my', 'ms', 'me', 'mt', 'mr', 'mb', 'ml'],
  mx: ['ms', 'me', 'mr', 'ml'],
  my: ['mt', 'mb'],
  size: ['w', 'h'],
  'font-size': ['leading'],
  'line-clamp': ['display', 'overflow'],
  rounded: ['rounded-t', 'rounded-b'],
}
