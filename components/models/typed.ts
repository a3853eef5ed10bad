/** Headers as lines to type: `Name: value`. */
export const headersText = (headers: Record<string, string> | undefined): string =>
  Object.entries(headers ?? {})
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')

/** Headers that were typed as lines; null when a line is none. */
export function headersTyped(text: string): Record<string, string> | null {
  const lines = text.split('\n').filter((line) => line.trim())
  const pairs = lines.map((line) => /^\s*([^:\s]+)\s*:\s*(.*?)\s*$/.exec(line))
  if (pairs.includes(null)) return null
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']))
}

/** A value as JSON to type; empty for what is empty. */
export function jsonText(value: unknown): string {
  const isEmpty =
    value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
  return isEmpty ? '' : JSON.stringify(value, null, 2)
}

/** What was typed as JSON; undefined for nothing, null for what is no JSON. */
export function jsonTyped(text: string): unknown {
  if (!text.trim()) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
