/** Begins a text that a spreadsheet would compute rather than show. */
const formula = /^[=+\-@\t\r]/

/**
 * A line of CSV (RFC 4180, with its line end). A text that a spreadsheet would take for a formula gets an apostrophe
 * before it, so that what somebody named their conversation never runs on the computer of whoever opens the file.
 */
export function csvLine(values: (string | number | boolean | null)[]): string {
  return `${values.map(cell).join(',')}\r\n`
}

function cell(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  const text = formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
