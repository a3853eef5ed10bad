import type { ActionAnswer, SaveAnswer } from '@/components/shell/answers'
import type { OutsideProvider } from '@/lib/domain/connections/rules'
import type { AccountItem, AccountPersona } from '@/lib/domain/connections/schema'

/** What a provider says of a persona of the account; or why that could not be read. */
export type PersonaAnswer = { ok: true; persona: AccountPersona } | { ok: false; message: string }

export type ReadPersona = (item: AccountItem) => Promise<PersonaAnswer>

/** What people do with what the workspace's account at a provider has. */
export type AccountActions = {
  rename: (item: AccountItem, name: string) => Promise<ActionAnswer>
  remove: (item: AccountItem) => Promise<ActionAnswer>
  /** For what has more to tell than a gallery shows. */
  read?: ReadPersona
}

/** Makes a persona of ours in the account, played by that replica of it; the answer has the provider's id. */
export type CopyPersona = (
  provider: OutsideProvider,
  personaId: string,
  replicaId: string,
) => Promise<SaveAnswer>
