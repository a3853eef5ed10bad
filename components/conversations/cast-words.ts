/** Why this replica and persona: the rule of `resolveCast` as a sentence. */
export function castRule(rule: 'given' | 'persona-default' | 'default-persona', personaName: string): string {
  if (rule === 'given') return 'Both as you chose them.'
  if (rule === 'persona-default') return `The replica is ${personaName}'s own.`
  return 'No persona chosen, so the default one plays this replica.'
}
