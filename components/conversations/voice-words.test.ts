import { createTranslator } from 'next-intl'
import { expect, it } from 'vitest'
import messages from '@/messages/en.json'
import { voiceWarning } from './voice-words'

const words = {
  t: createTranslator({ locale: 'en', messages, namespace: 'conversations.voiceWords' }),
  words: createTranslator({ locale: 'en', messages, namespace: 'conversations.words' }),
  list: (names: string[]) => new Intl.ListFormat('en').format(names),
}
const two = ['english', 'spanish']
const many = [...two, 'german', 'french', 'italian']

it.each([
  [null, 'thai', null],
  [{ name: 'Nova', languages: null }, 'thai', null],
  [{ name: 'Nova', languages: null }, 'multilingual', null],
  [{ name: 'Nova', languages: two }, 'spanish', null],
  [
    { name: 'Nova', languages: two },
    'thai',
    'Nova speaks English and Spanish; Thai will be spoken by the built-in voice.',
  ],
  [
    { name: 'Nova', languages: many },
    'thai',
    'Nova does not speak Thai: it will be spoken by the built-in voice.',
  ],
  [
    { name: 'Nova', languages: two },
    'multilingual',
    'Nova speaks English and Spanish; other languages will be spoken by the built-in voice.',
  ],
  [
    { name: 'Nova', languages: many },
    'multilingual',
    'Languages that Nova does not speak will be spoken by the built-in voice.',
  ],
])('%j in a conversation in %s: %s', (voice, language, said) => {
  expect(voiceWarning(voice, language, words)).toBe(said)
})
