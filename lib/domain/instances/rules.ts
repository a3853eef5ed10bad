/** How often a running server says that it lives. */
export const heartbeatMs = 2_000

/** Without a heartbeat for this long an instance is gone, and others end what it held. */
export const goneAfterMs = 60_000
