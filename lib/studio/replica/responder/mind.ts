/** A text the replica may speak from: what its persona knows, or what it was told about this conversation. */
export type Source = { kind: 'persona' | 'context'; text: string }

/** Something that was said in the conversation. */
export type Turn = { role: 'user' | 'replica'; text: string }

/** Who the replica is, and all it knows. */
export type Mind = { personaName: string; replicaName: string; systemPrompt: string; sources: Source[] }

/** What the replica says. */
export type Answer = {
  text: string
  /** The passages it rests on, literally; empty when it declined or made small talk. */
  basis: string[]
  kind: 'answer' | 'smalltalk' | 'declined'
}
