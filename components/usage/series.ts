import type { Usage } from '@/lib/domain/usage/schema'

/** One colour of the chart. `id` null: everybody who has no colour of their own, or a day that is not split. */
export type Series = { id: string | null; name: string; color: string }

/** How many groups have a colour of their own; more could not be told apart. */
const mostColors = 6
const rest = 'var(--series-rest)'

/** The colours of a report: the groups that used most, and one for all others, named by how many they are. */
export function seriesOf(
  groups: { id: string; name: string }[] | undefined,
  nameOthers: (count: number) => string,
): Series[] {
  if (!groups) return [{ id: null, name: '', color: 'var(--color-accent)' }]
  const own = groups.slice(0, groups.length === mostColors + 1 ? mostColors + 1 : mostColors)
  const series: Series[] = own.map(({ id, name }, index) => ({
    id,
    name,
    color: index < mostColors ? `var(--series-${index + 1})` : rest,
  }))
  const others = groups.length - own.length
  return others > 0 ? [...series, { id: null, name: nameOthers(others), color: rest }] : series
}

/** Seconds of a day by series, in their order; they sum to those of the day. */
export function partsOf(day: Usage['days'][number], series: Series[]): number[] {
  const named = series.map(({ id }) => (id === null ? 0 : (day.groups?.[id] ?? 0)))
  const left = day.seconds - named.reduce((sum, seconds) => sum + seconds, 0)
  return series.map(({ id }, index) => (id === null ? left : (named[index] ?? 0)))
}
