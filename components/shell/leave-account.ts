/** The beginning of the names under which a browser keeps what somebody typed and has not sent. */
export const draftPlace = 'colloquy:draft:'

/** Takes what somebody typed, and whatever else was kept for their session, out of this browser when they sign out. */
export function forgetTyped(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(draftPlace)) localStorage.removeItem(key)
    sessionStorage.clear()
  } catch {
    // Storage that is switched off holds nothing.
  }
}
