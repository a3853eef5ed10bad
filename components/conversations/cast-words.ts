import type { Translator } from '@/components/shell/translator'

/** Why this replica and persona: the rule of `resolveCast` as a sentence. */
export function castRule(
  rule: 'given' | 'persona-default' | 'default-persona',
  personaName: string,
  t: Translator<'conversations.castWords'>,
): string {
  return t(rule, { personaName })
}
