const nameKey = 'colloquy.room.name'

/** The name last given in any room of this browser; empty when there is none. */
export function readName(): string {
  try {
    return window.localStorage.getItem(nameKey) ?? ''
  } catch {
    return ''
  }
}

/** Remembers a name for the next room. */
export function writeName(name: string): void {
  try {
    window.localStorage.setItem(nameKey, name)
  } catch {
    // Storage is blocked: the name is asked for again.
  }
}
