import type { Voice } from '@/lib/studio/replica/tts/port'

/** The espeak-ng voice of each language of the wire contract. What differs from what its name says is in `notedLanguage`. */
const languageVoices: Record<string, string> = {
  english: 'en-us',
  french: 'fr',
  german: 'de',
  spanish: 'es',
  portuguese: 'pt-br',
  chinese: 'cmn',
  japanese: 'ja',
  hindi: 'hi',
  italian: 'it',
  korean: 'ko',
  dutch: 'nl',
  polish: 'pl',
  russian: 'ru',
  swedish: 'sv',
  turkish: 'tr',
  // It has no Tagalog; Indonesian sounds most of its letters as Tagalog does.
  tagalog: 'id',
  bulgarian: 'bg',
  romanian: 'ro',
  arabic: 'ar',
  czech: 'cs',
  greek: 'el',
  finnish: 'fi',
  croatian: 'hr',
  malay: 'ms',
  slovak: 'sk',
  danish: 'da',
  tamil: 'ta',
  ukrainian: 'uk',
  hungarian: 'hu',
  norwegian: 'nb',
  vietnamese: 'vi',
  bengali: 'bn',
  thai: 'th',
  hebrew: 'he',
  georgian: 'ka',
  indonesian: 'id',
  telugu: 'te',
  gujarati: 'gu',
  kannada: 'kn',
  malayalam: 'ml',
  marathi: 'mr',
  punjabi: 'pa',
}

const variant = /^(?:m[1-8]|f[1-5])$/
const variantOfGender = { female: 'f2', male: 'm3', neutral: 'm1' } as const

const within = (value: number, least: number, most: number) =>
  Math.round(Math.min(Math.max(Number.isFinite(value) ? value : least, least), most))

/**
 * What espeak-ng is told for a replica's voice in a language: a variant goes with any language. A variant it does not
 * know becomes one of the replica's gender, a language it does not know becomes English.
 */
export function espeakVoice(language: string, voice: Voice) {
  const name = languageVoices[language] ?? 'en-us'
  const kind = variant.test(voice.variant) ? voice.variant : variantOfGender[voice.gender]
  return { name: `${name}+${kind}`, pitch: within(voice.pitch, 0, 99), rate: within(voice.rate, 80, 400) }
}
