/** Where this tab keeps its place in a call, in the session storage. */
export const placeKey = (conversationId: string) => `colloquy.room.${conversationId}.place`

/** Whether this tab was in a call of the conversation when it was reloaded; false where storage is blocked. */
export function wasInCall(conversationId: string): boolean {
  try {
    return window.sessionStorage.getItem(placeKey(conversationId)) !== null
  } catch {
    return false
  }
}
