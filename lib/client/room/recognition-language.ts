/** BCP 47 tags of the languages a conversation can have, as browsers' recognisers know them. */
const tags: Record<string, string> = {
  english: 'en-US',
  french: 'fr-FR',
  german: 'de-DE',
  spanish: 'es-ES',
  portuguese: 'pt-BR',
  chinese: 'zh-CN',
  japanese: 'ja-JP',
  hindi: 'hi-IN',
  italian: 'it-IT',
  korean: 'ko-KR',
  dutch: 'nl-NL',
  polish: 'pl-PL',
  russian: 'ru-RU',
  swedish: 'sv-SE',
  turkish: 'tr-TR',
  tagalog: 'fil-PH',
  bulgarian: 'bg-BG',
  romanian: 'ro-RO',
  arabic: 'ar-SA',
  czech: 'cs-CZ',
  greek: 'el-GR',
  finnish: 'fi-FI',
  croatian: 'hr-HR',
  malay: 'ms-MY',
  slovak: 'sk-SK',
  danish: 'da-DK',
  tamil: 'ta-IN',
  ukrainian: 'uk-UA',
  hungarian: 'hu-HU',
  norwegian: 'nb-NO',
  vietnamese: 'vi-VN',
  bengali: 'bn-IN',
  thai: 'th-TH',
  hebrew: 'he-IL',
  georgian: 'ka-GE',
  indonesian: 'id-ID',
  telugu: 'te-IN',
  gujarati: 'gu-IN',
  kannada: 'kn-IN',
  malayalam: 'ml-IN',
  marathi: 'mr-IN',
  punjabi: 'pa-Guru-IN',
}

const primary = (tag: string) => tag.split('-')[0]?.toLowerCase()

/**
 * The tag to recognise speech in. Somebody whose browser speaks the conversation's language in a variant of its own
 * (`en-GB`) is understood in that one; a conversation without one language is in that of the browser.
 */
export function recognitionLanguage(language: string, browserLanguages: readonly string[]): string {
  const tag = tags[language]
  if (!tag) return browserLanguages[0] ?? 'en-US'
  return browserLanguages.find((each) => primary(each) === primary(tag) && each.includes('-')) ?? tag
}
