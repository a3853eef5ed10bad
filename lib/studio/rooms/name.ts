/** The most characters (code points) of a participant's name. */
const longestName = 80

/** Control characters, and the marks that turn the direction of the text around a name. */
const unwanted = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** A name fit to be shown to others: one line, no control characters, at most 80 characters; "Guest" when nothing is left. */
export function cleanName(name: string | null | undefined): string {
  // A space in place of each line break first, since what breaks a line is among the control characters.
  const line = (name ?? '').replace(/\s/g, ' ').replace(unwanted, '').replace(/ +/g, ' ').trim()
  return [...line].slice(0, longestName).join('').trim() || 'Guest'
}
