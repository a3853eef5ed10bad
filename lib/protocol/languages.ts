/** Languages of the wire contract that the built-in voice does not speak as their names say. */
const noted = ['multilingual', 'tagalog', 'thai', 'hebrew', 'arabic'] as const

/** `language` where people should know something before they choose it, else null. */
export function notedLanguage(language: string): (typeof noted)[number] | null {
  return noted.find((name) => name === language) ?? null
}
