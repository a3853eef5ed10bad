import { DomainError } from '@/lib/domain/errors'
import { findPersona } from '@/lib/domain/personas/queries'
import type { Persona } from '@/lib/domain/personas/schema'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import type { OutsideProvider } from '../rules'
import { toldPersonaId } from '../serialize'
import { createAtProvider } from './manage'

/** A persona of ours, and who plays it in the account. */
type Copied = { personaId: string; replicaId: string }

/**
 * Makes a persona of the workspace in its account at a provider, too; its id there. Asked again, there are two.
 * @throws DomainError `forbidden`, `not-found`, `invalid` where the account is not connected, or in the provider's words;
 * `unavailable` where it may have been made
 */
export async function copyToProvider(
  scope: WorkspaceScope,
  provider: OutsideProvider,
  { personaId, replicaId }: Copied,
): Promise<string> {
  mayWrite(scope)
  const persona = await findPersona(scope, personaId)
  if (!persona) throw new DomainError('not-found', 'There is no such persona any more.')
  const made = await createAtProvider(scope, { provider, kind: 'persona' }, copyOf(persona, replicaId))
  const id = toldPersonaId(made)
  if (!id) throw new DomainError('unavailable', 'The provider does not say which persona it made.')
  return id
}

/** What goes with it: its models, documents and rules are this server's. */
function copyOf({ persona_name, system_prompt, context, pipeline_mode }: Persona, replicaId: string) {
  const prompt = [system_prompt, context].filter((text) => text.trim() !== '').join('\n\n')
  return {
    persona_name,
    // One that echoes needs none.
    ...(prompt && { system_prompt: prompt }),
    pipeline_mode,
    default_replica_id: replicaId,
  }
}
