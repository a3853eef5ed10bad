import type { Passage } from '@/lib/protocol/mind'
import type { RoomDescription } from '@/lib/protocol/studio'
import { streamChat } from '@/lib/studio/replica/llm/chat'
import type { ChatMessage, ChatPiece } from '@/lib/studio/replica/llm/port'
import { type Prompt, promptOf } from '@/lib/studio/replica/llm/prompt'
import type { ModelClient } from '@/lib/studio/replica/models/endpoint'
import { createKnower } from '@/lib/studio/replica/responder/knower'
import type { Source, Turn } from '@/lib/studio/replica/responder/mind'

/** Words of a question from which on it says by itself what it is about. */
const enoughWords = 5

/** What the replica is to answer: the dialogue, whose end is the question, and the lines of it as texts. */
export type Asked = { dialogue: ChatMessage[]; history: Turn[]; question: string }

/** What is learned while an answer is thought of. */
export type Thinking = {
  /** A model is asked, and with what. */
  saw(model: string, prompt: Prompt): void
  /** What documents say of it. */
  consulted(passages: Passage[]): void
}

/** Finds answers. */
export type Thinker = {
  /**
   * The answer, as it comes.
   * @throws ModelError in words, or the signal's reason
   */
  think(asked: Asked, thinking: Thinking, signal: AbortSignal): AsyncIterable<ChatPiece>
  /** Takes `context` as what it knows of this conversation, in place of what it knew before. */
  learn(context: string): void
}

type Options = {
  client: ModelClient
  /** What documents say of a question, the best first. */
  recall(question: string): Promise<Passage[]>
}

/** A thinker for the replica of this room: its model, or without one what it knows. */
export function createThinker(description: RoomDescription, options: Options): Thinker {
  const { cast, language, mind } = description
  let context = description.conversationalContext
  const knower = mind.languageModel ? null : knowerOf(description)

  async function passagesFor({ question, history }: Asked): Promise<Passage[]> {
    if (!mind.hasDocuments) return []
    // "And on Sundays?" is about what was asked before.
    const before = history.findLast(({ role }) => role === 'user')?.text
    const isShort = question.trim().split(/\s+/u).length < enoughWords
    return await options.recall(isShort && before ? `${before}\n${question}` : question)
  }

  return {
    async *think(asked, thinking, signal) {
      const passages = await passagesFor(asked)
      if (passages.length > 0) thinking.consulted(passages)
      if (signal.aborted) return
      const { languageModel } = mind
      if (!languageModel) {
        const text = knower?.respond(asked.question, asked.history, passages)
        if (text) yield { text }
        return
      }
      const prompt = promptOf({
        replicaName: cast.replica.name,
        systemPrompt: cast.persona.systemPrompt,
        knowledge: cast.persona.context,
        passages,
        memories: mind.memories,
        conversationalContext: context,
        language,
        dialogue: asked.dialogue,
        budget: languageModel.promptTokens,
      })
      thinking.saw(languageModel.model, prompt)
      yield* streamChat(options.client, languageModel, prompt.messages, signal)
    },
    learn(next) {
      context = next
      knower?.learn(next)
    },
  }
}

/** Knows what the persona knows, what is remembered, and what the conversation was created with. */
function knowerOf({ cast, conversationalContext, mind, language }: RoomDescription) {
  const sourcesWith = (context: string): Source[] => [
    { kind: 'persona', text: cast.persona.context },
    { kind: 'persona', text: mind.memories.join('\n') },
    { kind: 'context', text: context },
  ]
  const { respond, learn } = createKnower(
    {
      personaName: cast.persona.name,
      replicaName: cast.replica.name,
      systemPrompt: cast.persona.systemPrompt,
      sources: sourcesWith(conversationalContext),
    },
    language,
  )
  return { respond, learn: (context: string) => learn(sourcesWith(context)) }
}

/** The documents among `passages` that a text names, each once. A file's ending need not be said. */
export function citedIn(text: string, passages: Passage[]): { documentId: string; documentName: string }[] {
  const plain = (words: string) => words.toLocaleLowerCase().normalize('NFC')
  const said = plain(text)
  const cited = new Map(
    passages
      .filter(({ documentName }) => {
        const name = plain(documentName.replace(/\.\p{L}[\p{L}\d]{1,4}$/u, '')).trim()
        return name !== '' && said.includes(name)
      })
      .map(({ documentId, documentName }) => [documentId, { documentId, documentName }]),
  )
  return [...cited.values()]
}
