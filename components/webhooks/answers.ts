/** The signing secret, or why it is not shown. */
export type SecretAnswer = { ok: true; secret: string } | { ok: false; message: string }

/** How many deliveries are sent again, or why none is. */
export type ReplayedAnswer = { ok: true; count: number } | { ok: false; message: string }
