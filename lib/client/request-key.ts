/** A key no other form has. `randomUUID` is missing on plain http, this is not. */
export function newRequestKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}

/**
 * Keys for what one form sends: the same values again, as after an answer that was lost, have the same key; other values
 * have a new one, as under the old one they would be answered with what the first made.
 */
export function requestKeys(): (values: unknown) => string {
  let last = { values: '', key: '' }
  return (values) => {
    const text = JSON.stringify(values)
    if (!last.key || text !== last.values) last = { values: text, key: newRequestKey() }
    return last.key
  }
}
