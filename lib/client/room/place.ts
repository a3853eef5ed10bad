import * as z from 'zod'
import { placeKey } from './in-call'

/** What this tab remembers of a call it is in, so that a reload returns to it without asking. */
const place = z.object({
  name: z.string(),
  audio: z.boolean(),
  video: z.boolean(),
  /** The frame that joined, as its host named it; null for a page of its own. */
  callClientId: z.string().nullable(),
})
export type Place = z.infer<typeof place>

/** The call that this tab was in when it was reloaded; null when it was not, had left, or storage is blocked. */
export function readPlace(conversationId: string): Place | null {
  try {
    return place.parse(JSON.parse(window.sessionStorage.getItem(placeKey(conversationId)) ?? 'null'))
  } catch {
    return null
  }
}

/** Remembers a call, or with null forgets it. */
export function writePlace(conversationId: string, value: Place | null): void {
  try {
    if (value) window.sessionStorage.setItem(placeKey(conversationId), JSON.stringify(value))
    else window.sessionStorage.removeItem(placeKey(conversationId))
  } catch {
    // Storage is blocked: a reload asks again.
  }
}
