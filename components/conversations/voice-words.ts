import type { Translator } from '@/components/shell/translator'
import { speaks } from '@/lib/domain/models/rules/mind'
import type { ModelOutline } from '@/lib/domain/models/schema'
import { languageInWords } from './words'

/** More languages than these are not told one by one. */
const mostNamed = 4

type Words = {
  t: Translator<'conversations.voiceWords'>
  words: Translator<'conversations.words'>
  list: (names: string[]) => string
}

/** What the built-in voice speaks in place of the one that was chosen; null where that speaks all of it. */
export function voiceWarning(
  voice: ModelOutline['voice'],
  language: string,
  { t, words, list }: Words,
): string | null {
  if (!voice?.languages) return null
  const isMixed = language === 'multilingual'
  if (!isMixed && speaks(voice, language)) return null
  const { name, languages } = voice
  const missing = languageInWords(language, words)
  if (languages.length > mostNamed) return isMixed ? t('others', { name }) : t('not', { name, missing })
  const spoken = list(languages.map((each) => languageInWords(each, words)))
  return isMixed ? t('someOthers', { name, spoken }) : t('someNot', { name, spoken, missing })
}
