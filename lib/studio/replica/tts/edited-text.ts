/** A text that was edited, and where each of its characters stood before. */
export type EditedText = {
  text: string
  /** For each UTF-16 unit of `text`, the offset in the original; one more at the end, the original's length. */
  origins: Int32Array
}

/** A text nobody has edited yet. */
export function unedited(text: string): EditedText {
  return { text, origins: Int32Array.from({ length: text.length + 1 }, (_, offset) => offset) }
}

/** Replaces parts, which are in order and apart; what is put in their place stands where they began. */
export function rewritten(
  edited: EditedText,
  changes: { start: number; end: number; by: string }[],
): EditedText {
  if (changes.length === 0) return edited
  const { text, origins } = edited
  let result = ''
  const from: number[] = []
  let copied = 0
  const copy = (end: number) => {
    result += text.slice(copied, end)
    for (let i = copied; i < end; i++) from.push(origins[i] ?? 0)
    copied = end
  }
  for (const { start, end, by } of changes) {
    copy(start)
    result += by
    for (let i = 0; i < by.length; i++) from.push(origins[start] ?? 0)
    copied = end
  }
  copy(text.length)
  from.push(origins[text.length] ?? 0)
  return { text: result, origins: Int32Array.from(from) }
}

/**
 * Replaces every match of `pattern` (flags `g` and `d`). A group of the name `kept` stays as it is, in its place;
 * without one the match becomes `by`, which stands where the match began.
 */
export function replaced(
  edited: EditedText,
  pattern: RegExp,
  by: string | ((match: string) => string),
): EditedText {
  const changes = [...edited.text.matchAll(pattern)].flatMap((match) => {
    const [start, end] = [match.index, match.index + match[0].length]
    const kept = match.indices?.groups?.kept
    if (!kept) return [{ start, end, by: typeof by === 'string' ? by : by(match[0]) }]
    return [
      { start, end: kept[0], by: '' },
      { start: kept[1], end, by: '' },
    ]
  })
  return rewritten(edited, changes)
}
