/** A figure of a bench: as it is told, and its mark where it has one. */
export type Figure = { what: string; value: number; unit?: string; least?: number; most?: number }

export const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const told = (value: number) =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(2)

/** Prints a line for each figure, and fails the bench where one misses its mark. */
export function printFigures(figures: Figure[]): void {
  const width = Math.max(...figures.map(({ what }) => what.length))
  for (const { what, value, unit = '', least, most } of figures) {
    const missed = !(
      value >= (least ?? Number.NEGATIVE_INFINITY) && value <= (most ?? Number.POSITIVE_INFINITY)
    )
    const mark = least !== undefined ? `at least ${least}` : most !== undefined ? `at most ${most}` : ''
    const words = mark && `  (mark: ${mark}${missed ? ', MISSED' : ''})`
    console.log(`  ${what.padEnd(width)}  ${`${told(value)} ${unit}`.trim()}${words}`)
    if (missed) process.exitCode = 1
  }
}
