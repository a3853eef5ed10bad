import type { Clock } from '@/lib/platform/clock'
import type { ReportedLine } from '@/lib/protocol/studio'

/** A line that is or was said. Its number rises within the conversation; what was told in between has numbers too. */
export type Line = Omit<ReportedLine, 'age'> & {
  /** When it began. */
  at: Date
}

/** What is kept of the lines for those who join later. */
const mostLines = 200
const mostCharacters = 200_000

type Beginning = Pick<Line, 'role' | 'speaker' | 'turn' | 'inferenceId'> & Partial<Line>

/** What was said, as it is stored: told at once, and again as it goes on. */
export type Transcript = {
  /** The next number of something that is told. */
  number(): number
  /** A line begins, or is said at once. One that began earlier has a number of then. */
  add(line: Beginning): Line
  /** The line of that number as it is now. A line that is said to have changed and has not is not told. */
  change(
    seq: number,
    change: Partial<Pick<Line, 'text' | 'duration' | 'interrupted' | 'sources'>>,
  ): Line | null
  /** Of late, oldest first. */
  lines(): Line[]
}

/** A transcript that goes on after `lines`. `age` is the conversation's, in milliseconds. */
export function createTranscript(
  before: { lines: Line[]; age: number },
  { clock, changed }: { clock: Clock; changed(line: Line): void },
): Transcript {
  const lines = [...before.lines]
  // Fewer messages than milliseconds: what was told before a crash, recorded or not, has lower numbers.
  let last = Math.max(Math.floor(before.age), ...lines.map(({ seq }) => seq))

  const number = () => {
    last += 1
    return last
  }

  return {
    number,
    add(beginning) {
      const line: Line = {
        seq: beginning.seq ?? number(),
        revision: 1,
        text: '',
        at: clock.now(),
        duration: null,
        interrupted: false,
        sources: [],
        ...beginning,
      }
      const after = lines.findLastIndex(({ seq }) => seq < line.seq) + 1
      lines.splice(after, 0, line)
      forget(lines)
      changed(line)
      return line
    },
    change(seq, change) {
      const at = lines.findIndex((line) => line.seq === seq)
      const line = lines[at]
      if (!line) return null
      const next = { ...line, ...change, revision: line.revision + 1 }
      lines[at] = next
      changed(next)
      return next
    },
    lines: () => [...lines],
  }
}

/** Drops the oldest lines beyond what is kept. */
function forget(lines: Line[]): void {
  let characters = lines.reduce((sum, { text }) => sum + text.length, 0)
  while (lines.length > mostLines || (lines.length > 1 && characters > mostCharacters)) {
    characters -= lines.shift()?.text.length ?? 0
  }
}
