/** What a server action says: done, or why not in words for the reader. */
export type ActionAnswer = { ok: true } | { ok: false; message: string }

/** A meeting token that admits once, or why there is none. */
export type TokenAnswer = { ok: true; token: string } | { ok: false; message: string }
