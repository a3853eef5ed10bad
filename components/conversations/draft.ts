import { draftPlace } from '@/components/shell/leave-account'
import type { ConversationCreate } from '@/lib/domain/conversations/schema/request'

/** What is typed and not created yet, and the key under which the server recognises a repeated request. */
export type Draft = { requestKey: string; values: ConversationCreate }

/** Where "Run again" leaves what it wants in the form, for this tab only. */
const handover = 'colloquy:prefill'
const place = (accountId: string) => draftPlace + accountId

function parse(text: string | null): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** The draft of this account in this browser; null when there is none. Storage that is switched off has none. */
export function readDraft(accountId: string): Draft | null {
  try {
    const draft = parse(localStorage.getItem(place(accountId)))
    if (typeof draft?.requestKey !== 'string' || typeof draft.values !== 'object' || !draft.values)
      return null
    return draft as Draft
  } catch {
    return null
  }
}

/** Keeps a draft, or forgets it with `null`. */
export function writeDraft(accountId: string, draft: Draft | null): void {
  try {
    if (draft) localStorage.setItem(place(accountId), JSON.stringify(draft))
    else localStorage.removeItem(place(accountId))
  } catch {
    // Full or switched off: the form still works, it only will not come back.
  }
}

/** Leaves values for the form that this tab opens next. */
export function leavePrefill(values: ConversationCreate): void {
  try {
    sessionStorage.setItem(handover, JSON.stringify(values))
  } catch {
    // The form opens with its defaults.
  }
}

/** Takes what was left for this form, once. */
export function takePrefill(): ConversationCreate | null {
  try {
    const values = parse(sessionStorage.getItem(handover))
    sessionStorage.removeItem(handover)
    return values as ConversationCreate | null
  } catch {
    return null
  }
}
