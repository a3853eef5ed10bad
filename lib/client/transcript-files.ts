import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'
import { formatClock } from './format'

/** A transcript as people and programs take it elsewhere. Pure. */
type Lines = ConversationVerbose['transcript']

/** Milliseconds for which a line is shown at the least, and how much of it is read in a second. */
const shortestMs = 1500
const charactersPerSecond = 16
/** Milliseconds between lines that are shown one after the other. */
const leastApartMs = 300

/** As text to paste: a line each, with its time into the call. */
export const transcriptText = (lines: Lines) =>
  lines.map((line) => `[${formatClock(line.seconds_from_start)}] ${line.speaker}: ${line.content}`).join('\n')

/** As the API has it, for programs. */
export const transcriptJson = (lines: Lines) => `${JSON.stringify(lines, null, 2)}\n`

/** As WebVTT, timed from the beginning of the conversation: a line is shown until the next, or as long as it takes to read. */
export function transcriptVtt(lines: Lines): string {
  let last = -1
  const cues = lines.map((line, index) => {
    const next = lines[index + 1]
    // Players put cues of one moment into an order of their own, so each begins a little after the one before.
    const from = Math.max(Math.round(line.seconds_from_start * 1000), last + 1)
    last = from
    const read = from + Math.max(shortestMs, (line.content.length / charactersPerSecond) * 1000)
    const until = next ? Math.min(read, next.seconds_from_start * 1000) : read
    // Lines of one moment are shown together rather than for no time at all.
    const end = until - from >= leastApartMs ? until : read
    return `${index + 1}\n${timeOf(from)} --> ${timeOf(end)}\n<v ${payload(line.speaker)}>${payload(line.content)}\n`
  })
  return `WEBVTT\n\n${cues.join('\n')}`
}

/** Text within a cue: an empty line would end it, and `<` begins a tag. */
const payload = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\s*[\r\n]\s*/g, '\n')
    .trim()

/** Milliseconds as WebVTT writes them. */
function timeOf(milliseconds: number): string {
  const ms = Math.round(milliseconds)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`
}
