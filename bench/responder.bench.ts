import { createResponder } from '@/lib/studio/replica/responder/responder'

/**
 * How long the replica takes to read 40,000 characters of context and to answer from them, beside the plainest
 * thing that could find a sentence: splitting the text and counting shared words.
 */
const rounds = 41
const sentences = Array.from(
  { length: 620 },
  (_, place) =>
    `Room ${place} of the old palace holds ${place * 3} paintings by the family of painters called Velt.`,
)
const text = sentences.join(' ').slice(0, 40_000)
const mind = {
  personaName: 'Guide',
  replicaName: 'Anna',
  systemPrompt: '',
  sources: [{ kind: 'context' as const, text }],
}

function median(run: (round: number) => unknown): number {
  const times = Array.from({ length: rounds }, (_, round) => {
    const start = performance.now()
    run(round)
    return performance.now() - start
  })
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
}

const question = (round: number) => `How many paintings are in room ${200 + round}?`
const scan = (round: number) => {
  const asked = new Set(question(round).toLowerCase().match(/\w+/g))
  const shared = (sentence: string) =>
    (sentence.toLowerCase().match(/\w+/g) ?? []).filter((word) => asked.has(word)).length
  return text.split(/(?<=[.])\s/).sort((a, b) => shared(b) - shared(a))[0]
}

const responder = createResponder(mind)
const floor = median(scan)
const rows = [
  { what: 'plain scan', ms: floor },
  { what: 'answer', ms: median((round) => responder.respond(question(round), [])) },
  { what: 'read 40,000 characters', ms: median(() => createResponder(mind)) },
]
console.table(
  rows.map(({ what, ms }) => ({
    what,
    'median ms': Math.round(ms * 100) / 100,
    'of the scan': Math.round((ms / floor) * 100) / 100,
  })),
)
