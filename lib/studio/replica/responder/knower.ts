import { languageOf } from '@/lib/protocol/language-of'
import type { Passage } from '@/lib/protocol/mind'
import { phrasesOf } from '@/lib/studio/replica/phrases'
import { bestSentences, type Sentences, sentencesIn } from './any-language'
import type { Answer, Mind, Source, Turn } from './mind'
import { createResponder } from './responder'

/** Answers without a model, from what it knows. */
export type Knower = {
  /** What it says to a question; `passages` are what documents say of it, the best first. */
  respond(question: string, history: Turn[], passages: Passage[]): string
  /** Replaces what it knows. */
  learn(sources: Source[]): void
}

/**
 * A knower that speaks in the conversation's language: what it knows by itself comes first, then documents, which it
 * names. English is understood by its grammar; in other languages it finds the sentence that shares most words with the
 * question.
 */
export function createKnower(mind: Mind, language: string): Knower {
  let { sources } = mind
  /** Of the sources, for each language in which something was asked. */
  const parted = new Map<string, Sentences<Source>>()
  const own = createResponder(mind)

  function fromDocuments(question: string, history: Turn[], passages: Passage[]): string | null {
    if (passages.length === 0) return null
    const documents = passages.map(({ text }): Source => ({ kind: 'persona', text }))
    const answer = createResponder({ ...mind, systemPrompt: '', sources: documents }).respond(
      question,
      history,
    )
    const from = answer.kind === 'answer' ? passageOf(answer, passages) : null
    return from && `${phrasesOf('english').according(from.documentName)} ${answer.text}`
  }

  function sentencesFor(spoken: string): Sentences<Source> {
    const known = parted.get(spoken) ?? sentencesIn(sources, spoken)
    parted.set(spoken, known)
    return known
  }

  function inAnyLanguage(question: string, spoken: string, passages: Passage[]): string | null {
    const known = bestSentences(question, sentencesFor(spoken))
    if (known) return known.text
    const found = bestSentences(question, sentencesIn(passages, spoken))
    return found && `${phrasesOf(spoken).according(found.of.documentName)} ${found.text}`
  }

  return {
    respond(question, history, passages) {
      const spoken = languageOf(question, 'multilingual', language === 'multilingual' ? 'english' : language)
      if (spoken !== 'english') {
        return inAnyLanguage(question, spoken, passages) ?? phrasesOf(spoken).unknown
      }
      const answer = own.respond(question, history)
      if (answer.kind !== 'declined') return answer.text
      return (
        fromDocuments(question, history, passages) ?? inAnyLanguage(question, spoken, passages) ?? answer.text
      )
    },
    learn(next) {
      sources = next
      parted.clear()
      own.learn(next)
    },
  }
}

/** The passage that an answer rests on, which says its words literally. */
const passageOf = ({ basis }: Answer, passages: Passage[]) =>
  passages.find(({ text }) => basis.some((words) => text.includes(words))) ?? null
