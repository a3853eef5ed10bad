import { languageOf } from '@/lib/protocol/language-of'

/** PostgreSQL's configurations of full text search, by the wire's names of languages. */
const configurations: Record<string, string> = Object.fromEntries(
  [
    ...['arabic', 'danish', 'dutch', 'english', 'finnish', 'french', 'german', 'greek', 'hindi', 'hungarian'],
    ...['indonesian', 'italian', 'norwegian', 'portuguese', 'romanian', 'russian', 'spanish', 'swedish'],
    ...['tamil', 'turkish'],
  ].map((language) => [language, language]),
)

/** The one for texts of a language: words as they are where PostgreSQL knows none. */
export const configurationOf = (language: string | null) => configurations[language ?? ''] ?? 'simple'

/** The language of a text, by pieces of its beginning, its middle and its end. */
export function languageOfTexts(texts: string[]): string {
  const at = (part: number) => texts[Math.floor((texts.length - 1) * part)] ?? ''
  return languageOf([at(0.5), at(0), at(1)].map((text) => text.slice(0, 650)).join('\n'), 'multilingual')
}
