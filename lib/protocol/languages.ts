/** The languages by the names the wire uses, and `multilingual` for detection per turn. */
export const languages = [
  'english',
  'french',
  'german',
  'spanish',
  'portuguese',
  'chinese',
  'japanese',
  'hindi',
  'italian',
  'korean',
  'dutch',
  'polish',
  'russian',
  'swedish',
  'turkish',
  'tagalog',
  'bulgarian',
  'romanian',
  'arabic',
  'czech',
  'greek',
  'finnish',
  'croatian',
  'malay',
  'slovak',
  'danish',
  'tamil',
  'ukrainian',
  'hungarian',
  'norwegian',
  'vietnamese',
  'bengali',
  'thai',
  'hebrew',
  'georgian',
  'indonesian',
  'telugu',
  'gujarati',
  'kannada',
  'malayalam',
  'marathi',
  'punjabi',
  'multilingual',
] as const

export type Language = (typeof languages)[number]

/** Languages of the wire contract that the built-in voice does not speak as their names say. */
const noted = ['multilingual', 'tagalog', 'thai', 'hebrew', 'arabic'] as const

/** `language` where people should know something before they choose it, else null. */
export function notedLanguage(language: string): (typeof noted)[number] | null {
  return noted.find((name) => name === language) ?? null
}
