/** A persona that every installation has. `context` is what it knows: sentences that stand alone, at least 500 words. */
export type StockPersona = {
  personaId: string
  personaName: string
  systemPrompt: string
  context: string
  defaultReplicaId: string
  /** A language name of the wire; absent means the conversation decides. */
  language?: string
}
