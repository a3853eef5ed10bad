import { languageOf } from '@/lib/protocol/language-of'
import { englishFacts } from './english'
import { firstPerson } from './first-person'
import { limits } from './limits'
import { nameless, plainOf } from './merge'

/** A line of a transcript. */
export type Said = { role: 'user' | 'replica'; speaker: string; text: string }

/** The most characters of a sentence that is looked at: what is longer is no statement of one fact. */
const longestSentence = 300

/**
 * What participants said about themselves, as facts, in the order in which it was said and each once. English becomes
 * sentences about the speaker; of other languages the speaker's own sentences are kept, as far as we know how statements
 * about oneself are made there. `language` is that of the conversation, by its name on the wire.
 */
export function factsOf(lines: Said[], language: string): string[] {
  const usual = language === 'multilingual' ? 'english' : language
  const facts = new Map<string, string>()
  for (const { role, speaker, text } of lines) {
    if (role !== 'user') continue
    const who = speaker.replace(/\s+/g, ' ').trim() || nameless
    // Short sentences are easily taken for another language, so that of the conversation comes first.
    const spoken = [usual, languageOf(text, 'multilingual', usual)]
    for (const sentence of sentencesOf(text)) {
      const found = spoken.map((each) => inLanguage(sentence, who, each)).find(({ length }) => length > 0)
      for (const fact of found ?? []) {
        if (fact.length > limits.fact) continue
        const plain = plainOf(fact)
        // What is said again counts as said later.
        facts.delete(plain)
        facts.set(plain, fact)
      }
    }
  }
  return [...facts.values()].slice(-limits.found)
}

function inLanguage(sentence: string, who: string, language: string): string[] {
  if (language === 'english') return englishFacts(sentence, who)
  const marks = firstPerson[language]
  const plain = sentence.replaceAll('’', "'")
  const states = marks?.says.test(plain) && !marks.not?.test(plain) && !/[?？؟]\s*$/u.test(plain)
  return states ? [`${who}: ${sentence}`] : []
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

function sentencesOf(text: string): string[] {
  return [...segmenter.segment(text.replace(/\s+/g, ' '))]
    .map(({ segment }) => segment.trim())
    .filter((sentence) => sentence !== '' && sentence.length <= longestSentence)
}
