/** Where this tab keeps its way back into a room. */
export type TicketStore = {
  read(): string | null
  write(ticket: string | null): void
}

/**
 * Keeps the ticket of one conversation in the session storage of this tab, so that a reload returns to the same
 * place; in memory where storage is blocked.
 */
export function sessionTicketStore(conversationId: string): TicketStore {
  const key = `colloquy.room.${conversationId}.ticket`
  let kept: string | null = null
  return {
    read() {
      try {
        return window.sessionStorage.getItem(key) ?? kept
      } catch {
        return kept
      }
    },
    write(ticket) {
      kept = ticket
      try {
        if (ticket === null) window.sessionStorage.removeItem(key)
        else window.sessionStorage.setItem(key, ticket)
      } catch {
        // Storage is blocked: the memory of this page has to do.
      }
    },
  }
}
