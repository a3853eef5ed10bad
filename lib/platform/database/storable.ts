/**
 * A text as PostgreSQL can store it: without NUL, and with U+FFFD for half of a surrogate pair. For what was said or
 * answered, which cannot be sent back to whoever said it.
 */
export const storableText = (text: string): string =>
  text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\u{fffd}')

/** A JSON value with all of its texts so. */
export function storable<Value>(value: Value): Value {
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string') return storableText(each)
    if (Array.isArray(each)) return each.map(walk)
    if (typeof each !== 'object' || each === null || each instanceof Date) return each
    return Object.fromEntries(Object.entries(each).map(([key, item]) => [storableText(key), walk(item)]))
  }
  // Texts become texts, and all else stays what it is.
  return walk(value) as Value
}
