import type { OutsideProvider } from '@/lib/domain/connections/rules'

/** What a server action says: done, or why not in words for the reader. */
export type ActionAnswer = { ok: true } | { ok: false; message: string }

/** What was saved, by its id; or why it was not, in words and by the field to blame. */
export type SaveAnswer =
  | { ok: true; id: string }
  | { ok: false; message: string; field?: string; code: string }

/** A meeting token (undefined where the room asks for none), or why there is none. */
export type TokenAnswer = { ok: true; token: string | undefined } | { ok: false; message: string }

/** Ends a conversation. */
export type EndAction = (id: string) => Promise<ActionAnswer>

/** Ends a conversation that was found in the workspace's account at a provider, by the provider's id. */
export type EndForeignAction = (provider: OutsideProvider, id: string) => Promise<ActionAnswer>

/** Ends every live conversation of the workspace. */
export type EndAllAction = () => ReturnType<EndAction>

/**
 * The words of a refusal, for a form that shows them beside the field's own name: without the name that the API has
 * for it ("base_url must be an address" is "Must be an address").
 */
export function wordsOf({ message, field }: { message: string; field?: string }): string {
  // Within a list, the name alone says which of them it is.
  if (!field || /\.\d/.test(field) || !message.startsWith(`${field} `)) return message
  const rest = message.slice(field.length + 1)
  return rest.charAt(0).toUpperCase() + rest.slice(1)
}
