import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'

/** Something that was said in a call, as far as this page has heard of it. */
export type HeardLine = {
  role: 'user' | 'assistant'
  /** What its messages have in common: the utterance's id, or that of the turn; empty where they carry none. */
  id: string
  /** Name of whoever says it, where the room tells. */
  speaker: string | null
  /** When the page first heard of it, in Unix milliseconds of the server's clock. */
  at: number
  /** All of it; null while it has not been told as a whole. */
  whole: string | null
  /** The words that were spoken so far; null while none were told. */
  spoken: string | null
  /** Of the last message about the words that are being spoken. */
  index: number | null
  isFinal: boolean
  isInterrupted: boolean
  /** Of the last message about it: messages are numbered, and the same one may come twice. */
  seq: number | null
}

type Message = { at: number; data: unknown }

/** One message about something that is said, whichever of the protocol's names it has. */
type Said = Pick<HeardLine, 'role' | 'id' | 'speaker' | 'at' | 'isInterrupted' | 'seq'> & {
  speech: string
  isWhole: boolean
  /** What was said of it, where it was cut off and the room tells. */
  cutTo: string | null
  index: number | null
  isFinal: boolean
}

/**
 * What has been heard with one more message of the room: the same list when it says nothing new. A message may come twice,
 * and the words of one utterance in pieces before it is told as a whole, or after that while they are being spoken.
 */
export function hear(lines: HeardLine[], message: Message): HeardLine[] {
  const said = saidBy(message)
  if (!said) return lines
  const place = placeOf(lines, said)
  const known = lines[place]
  if (!known) return said.speech.trim() ? [...lines, changed(null, said)] : lines
  if (isOld(known, said)) return lines
  return lines.map((line, index) => (index === place ? changed(known, said) : line))
}

function saidBy({ at, data }: Message): Said | null {
  const message = fieldsOf(data)
  const type = message.event_type
  const isWhole = type === 'conversation.utterance'
  if (!isWhole && type !== 'conversation.utterance.streaming') return null
  const properties = fieldsOf(message.properties)
  const role = roles[textOf(properties.role) ?? '']
  const speech = textOf(properties.speech)
  if (!role || speech === null || (isWhole && !speech.trim())) return null
  const id =
    textOf(properties.utterance_id) ?? textOf(message.utterance_id) ?? textOf(message.inference_id) ?? ''
  return {
    ...{ role, id, at, speech, isWhole },
    speaker: textOf(properties.speaker),
    cutTo: textOf(properties.spoken),
    index: numberOf(properties.content_index),
    isFinal: properties.final === true,
    isInterrupted: properties.interrupted === true || properties.is_interrupted === true,
    seq: numberOf(message.seq),
  }
}

/** Who speaks, by the names of both eras. */
const roles: Partial<Record<string, HeardLine['role']>> = {
  user: 'user',
  replica: 'assistant',
  pal: 'assistant',
  face: 'assistant',
}

/** The line that a message is about; -1 when it begins one. */
function placeOf(lines: HeardLine[], said: Said): number {
  const { role, id, speech } = said
  const last = lines.findLastIndex((line) => line.role === role && line.id === id)
  const known = lines[last]
  if (known && !beginsAnother(known, said)) {
    // A turn may have several utterances: the whole of an earlier one can come when the next is being spoken already.
    if (!said.isWhole || known.whole !== null || isPartOf(known, speech)) return last
    const earlier = lines.findLastIndex(
      (line) => isOpen(line, said) && line.id === id && isPartOf(line, speech),
    )
    return earlier === -1 ? last : earlier
  }
  if (known || role !== 'user') return -1
  // What somebody is saying can get another id with each guess of where it ends.
  const latest = lines.findLastIndex((line) => line.role === role)
  const guessed = lines[latest]
  const goesOn = guessed && isOpen(guessed, said) && (!guessed.isFinal || isPartOf(guessed, speech))
  return goesOn ? latest : -1
}

const isOpen = (line: HeardLine, { role }: Said) => line.role === role && line.whole === null

const isPartOf = ({ spoken }: HeardLine, speech: string) => spoken !== null && speech.startsWith(spoken)

/** Whether a message with the same id is about another utterance than the last one of that id. */
function beginsAnother(known: HeardLine, said: Said): boolean {
  if (isOld(known, said)) return false
  if (said.isWhole) return known.whole !== null && known.whole !== said.speech
  return said.index === 0 && known.index !== null && (known.whole !== null || known.isFinal)
}

/** Whether it was heard before: by its number, or by what it says. */
function isOld(known: HeardLine, said: Said): boolean {
  if (said.seq !== null && known.seq !== null) return said.seq <= known.seq
  if (said.isWhole) return known.whole === said.speech && (known.isInterrupted || !said.isInterrupted)
  return said.index !== null && known.index !== null && said.index <= known.index
}

function changed(known: HeardLine | null, said: Said): HeardLine {
  const spoken = said.isWhole ? (said.cutTo ?? known?.spoken ?? null) : said.speech
  return {
    role: said.role,
    id: said.id,
    speaker: said.speaker ?? known?.speaker ?? null,
    at: known?.at ?? said.at,
    whole: said.isWhole ? said.speech : (known?.whole ?? null),
    spoken,
    index: said.index ?? known?.index ?? null,
    isFinal: said.isFinal || (known?.isFinal ?? false),
    isInterrupted: said.isInterrupted || (known?.isInterrupted ?? false),
    seq: said.seq ?? known?.seq ?? null,
  }
}

/** What of it was said: all of it, unless it was cut off or is being said. */
const contentOf = ({ whole, spoken, isInterrupted }: HeardLine) =>
  (whole === null || isInterrupted ? spoken : null) ?? whole ?? ''

type Cast = { createdAt: string; replicaName: string; participantName: string }

/** The lines as a transcript has them. `participantName`: of people whose name the room does not tell. */
export function heardTranscript(
  lines: HeardLine[],
  { createdAt, replicaName, participantName }: Cast,
): ConversationVerbose['transcript'] {
  const began = Date.parse(createdAt)
  return lines
    .filter((line) => contentOf(line).trim() !== '')
    .map((line) => ({
      role: line.role,
      content: contentOf(line),
      speaker: line.role === 'assistant' ? replicaName : (line.speaker ?? participantName),
      timestamp: line.at / 1000,
      seconds_from_start: Math.max(0, (line.at - began) / 1000),
      duration: null,
      interrupted: line.isInterrupted,
      sources: [],
      ...(line.id && { inference_id: line.id }),
    }))
}

// What comes over a call's channel is anybody's: each field is looked at before it is used.
const fieldsOf = (data: unknown): Record<string, unknown> =>
  typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {}
const textOf = (value: unknown) => (typeof value === 'string' ? value : null)
const numberOf = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null)
