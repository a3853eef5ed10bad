/** What people should know before they choose a language that the built-in voice does not speak as its name says. */
const notes: Record<string, string> = {
  multilingual: 'Each sentence is spoken in the language it seems to be in.',
  tagalog: 'The built-in voice has no Tagalog: it is spoken with the Indonesian voice.',
  thai: 'The built-in voice knows Thai letters and few of its words: it is hard to follow.',
  hebrew: 'The built-in voice guesses the vowels that Hebrew leaves out, and is often wrong.',
  arabic: 'The built-in voice guesses the vowels that Arabic leaves out, and is sometimes wrong.',
}

/** What to say beside the choice of a language, or null. `language` is a name of the wire contract. */
export function spokenNote(language: string): string | null {
  return notes[language] ?? null
}
