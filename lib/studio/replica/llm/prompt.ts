import type { Passage } from '@/lib/protocol/mind'
import type { PromptPart } from '@/lib/protocol/studio'
import type { ChatMessage } from '@/lib/studio/replica/llm/port'

/** What a prompt is made of. */
export type PromptInput = {
  replicaName: string
  systemPrompt: string
  /** What the persona knows. */
  knowledge: string
  /** What documents say of the question, the best first. */
  passages: Passage[]
  /** What is remembered of earlier conversations, the newest first. */
  memories: string[]
  conversationalContext: string
  /** A name of the wire contract, or `multilingual`. */
  language: string
  /** Everything before the answer, oldest first; its end is what is to be answered. */
  dialogue: ChatMessage[]
  /** The most tokens of all of it, as `estimateTokens` counts. */
  budget: number
}

export type Prompt = { messages: ChatMessage[]; parts: PromptPart[]; budget: number }

/** Messages before the question that are kept before anything else is. */
const leastHistory = 6
/** Added by the protocol around each message. */
const perMessage = 4
/** Tokens of what is cut short that are kept at the least, when there is so much. */
const leastPart = 50

/**
 * An estimate of tokens: 3.6 bytes of UTF-8 each. It is right within some 15 % for English text in the common
 * vocabularies, and on the safe side for most others.
 */
export const estimateTokens = (text: string) => Math.ceil(Buffer.byteLength(text) / 3.6)

const messageTokens = (message: ChatMessage) => {
  const calls = message.role === 'assistant' ? (message.tool_calls ?? []) : []
  const asked = calls.map((call) => call.function.name + call.function.arguments).join('')
  return perMessage + estimateTokens((message.content ?? '') + asked)
}
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

/**
 * The prompt of a turn: one system message (how to speak, the persona's prompt, what it knows, what documents and earlier
 * conversations say, and the context of this conversation at the end), then what was said, then the question.
 *
 * Where that is more than the budget, this is left out, one after the other until it fits: what was said before the last
 * six messages, oldest first; the documents' passages, the least fitting first; memories, oldest first; the end of what
 * the persona knows; the end of the conversation's context; the end of the prompt; the rest of what was said, oldest first.
 * The rules of speaking and the question always stay. What is left of what was said begins with a user's message, as some
 * models take nothing else; with results of functions, what they were called for stays too.
 */
export function promptOf(input: PromptInput): Prompt {
  const { dialogue, budget } = input
  const { said, asked, calls: earlier, last } = partsOf(dialogue)
  const question = [...asked, ...last]
  let history = said
  let calls = earlier
  let { passages, memories, knowledge, conversationalContext: context, systemPrompt } = input

  const system = () =>
    systemText({ ...input, passages, memories, knowledge, conversationalContext: context, systemPrompt })
  const excess = () =>
    perMessage +
    estimateTokens(system()) +
    sum([...history, ...calls, ...question].map(messageTokens)) -
    budget

  while (excess() > 0 && history.length > leastHistory) history = withoutOldest(history)
  while (excess() > 0 && passages.length > 0) passages = passages.slice(0, -1)
  while (excess() > 0 && memories.length > 0) memories = memories.slice(0, -1)
  knowledge = shortened(knowledge, excess())
  context = shortened(context, excess())
  systemPrompt = shortened(systemPrompt, excess())
  while (excess() > 0 && history.length > 0) history = withoutOldest(history)
  while (excess() > 0 && calls.length > 0) calls = withoutOldestCall(calls)

  const part = (kind: PromptPart['kind'], kept: number, all: number): PromptPart => ({
    kind,
    tokens: kept,
    dropped: Math.max(0, all - kept),
  })
  const ofText = (kind: PromptPart['kind'], kept: string, all: string) =>
    part(kind, estimateTokens(kept), estimateTokens(all))
  const parts = [
    ofText('rules', rulesOf(input), rulesOf(input)),
    ofText('prompt', systemPrompt, input.systemPrompt),
    ofText('knowledge', knowledge, input.knowledge),
    ofText('passages', passagesText(passages), passagesText(input.passages)),
    ofText('memories', memoriesText(memories), memoriesText(input.memories)),
    ofText('context', context, input.conversationalContext),
    part(
      'history',
      sum([...history, ...calls].map(messageTokens)),
      sum([...said, ...earlier].map(messageTokens)),
    ),
    part('message', sum(question.map(messageTokens)), sum(question.map(messageTokens))),
  ]
  return {
    messages: [{ role: 'system', content: system() }, ...history, ...asked, ...calls, ...last],
    parts: parts.filter(({ tokens, dropped }) => tokens + dropped > 0),
    budget,
  }
}

/**
 * What is to be answered: the last message; or with results of functions the calls they belong to, what was asked (if
 * anything was), and between the two the earlier calls for it. `said` is what was said before.
 */
function partsOf(dialogue: ChatMessage[]) {
  const end = Math.max(
    0,
    dialogue.findLastIndex(({ role }) => role !== 'tool'),
  )
  const last = dialogue.slice(end)
  const at = dialogue.findLastIndex(({ role }) => role === 'user')
  if (at < 0 || at === end) return { said: dialogue.slice(0, end), asked: [], calls: [], last }
  return {
    said: dialogue.slice(0, at),
    asked: dialogue.slice(at, at + 1),
    calls: dialogue.slice(at + 1, end),
    last,
  }
}

/** Without the oldest message, and without what follows it up to the next one of a user. */
function withoutOldest(history: ChatMessage[]): ChatMessage[] {
  const next = history.findIndex(({ role }, at) => at > 0 && role === 'user')
  return next < 0 ? [] : history.slice(next)
}

/** Without the oldest call, and without its results. */
function withoutOldestCall(calls: ChatMessage[]): ChatMessage[] {
  const next = calls.findIndex(({ role }, at) => at > 0 && role !== 'tool')
  return next < 0 ? [] : calls.slice(next)
}

/** A text with some `excess` tokens less, cut at the end of a sentence or of a word where one is near. */
function shortened(text: string, excess: number): string {
  if (excess <= 0 || text === '') return text
  const tokens = estimateTokens(text)
  const keep = tokens - excess - 1
  if (keep < leastPart) return ''
  const head = Array.from(text)
  const cut = head.slice(0, Math.floor((head.length * keep) / tokens)).join('')
  const near = cut.length * 0.7
  const sentence = cut.search(/[.!?。！？\n][^.!?。！？\n]*$/u) + 1
  if (sentence > near) return cut.slice(0, sentence)
  const word = cut.search(/\s\S*$/u)
  return word > near ? cut.slice(0, word) : cut
}

function systemText(input: PromptInput): string {
  const { systemPrompt, knowledge, passages, memories, conversationalContext } = input
  return [
    rulesOf(input),
    systemPrompt.trim(),
    knowledge.trim() && `What you know:\n${knowledge.trim()}`,
    passagesText(passages),
    memoriesText(memories),
    conversationalContext.trim() && `About this conversation:\n${conversationalContext.trim()}`,
  ]
    .filter(Boolean)
    .join('\n\n')
}

/** How somebody speaks who is heard and not read. */
function rulesOf({ replicaName, language, passages }: PromptInput): string {
  const name = language.charAt(0).toUpperCase() + language.slice(1)
  return [
    `This is a video call, in which you are seen as ${replicaName}. What you write is spoken aloud: answer in one to three short sentences, without lists, markup or emoji.`,
    language === 'multilingual'
      ? 'Answer in the language of what was said last.'
      : `Speak ${name}, whatever language others speak.`,
    'Where a line of yours ends in —, you were interrupted, and the rest of it was not heard.',
    passages.length > 0 && 'When you say something that a document says, name the document.',
  ]
    .filter(Boolean)
    .join(' ')
}

function passagesText(passages: Passage[]): string {
  if (passages.length === 0) return ''
  const shown = passages.map(
    ({ documentName, place, text }) => `[${documentName}${place ? `, ${place}` : ''}]\n${text.trim()}`,
  )
  return `What documents say:\n${shown.join('\n\n')}`
}

const memoriesText = (memories: string[]) =>
  memories.length === 0
    ? ''
    : `What you remember of earlier conversations:\n${memories.map((fact) => `- ${fact.trim()}`).join('\n')}`
