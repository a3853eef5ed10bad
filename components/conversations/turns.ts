import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'
import type { ConversationTurn } from '@/lib/domain/conversations/schema/turns'

/** What an answer waits for, in the order in which it does: the stages that the studio tells, and the way to the ear. */
export const stageNames = ['endpoint', 'transcription', 'thinking', 'voice', 'sending', 'way'] as const

/** One part of a wait: how long it took, and until when, both in milliseconds from the end of what was asked. */
export type Part = { name: (typeof stageNames)[number]; took: number; until: number }

/** The parts of a wait, each from the end of the one before; what there was none of is left out. */
export function partsOf({ stages, heard }: Pick<ConversationTurn, 'stages' | 'heard'>): Part[] {
  const parts: Part[] = []
  for (const name of stageNames) {
    const until = name === 'way' ? heard : stages[name]
    if (until === null) continue
    const before = parts.at(-1)?.until ?? 0
    parts.push({ name, took: Math.max(0, until - before), until: Math.max(before, until) })
  }
  return parts
}

/** How long it all took as far as is known, in milliseconds; 0 of an answer that never came. */
export const lengthOf = (turn: Pick<ConversationTurn, 'stages' | 'heard'>) => partsOf(turn).at(-1)?.until ?? 0

type Lines = Pick<ConversationVerbose['transcript'][number], 'role' | 'inference_id'>[]

/** By the number of its line: the turn that a line answers. Without an answer it stands with what was asked. */
export function turnsByLine(lines: Lines, turns: ConversationTurn[]): Map<number, ConversationTurn> {
  const found = new Map<number, ConversationTurn>()
  for (const turn of turns) {
    const isOf = ({ inference_id }: Lines[number]) => inference_id === turn.inference_id
    const answer = lines.findIndex((line) => line.role === 'assistant' && isOf(line))
    const place = answer >= 0 ? answer : lines.findLastIndex(isOf)
    if (place >= 0) found.set(place, turn)
  }
  return found
}
