/** The part of a browser's WebSocket that is used. */
export type Socket = {
  readonly readyState: number
  send(text: string): void
  close(code?: number): void
  onopen: ((event: never) => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number }) => void) | null
}

/** What a connection needs of the world; a test gives its own. */
export type World = {
  open(url: string): Socket
  /** Null in a browser without WebRTC. */
  createPeer: ((configuration: RTCConfiguration) => RTCPeerConnection) | null
  /** Milliseconds of a clock that only runs forward. */
  now(): number
  /** Calls `wake` after `ms` milliseconds; returns what cancels it. */
  later(ms: number, wake: () => void): () => void
  /** From 0 up to, not including, 1. */
  random(): number
  /** Tells when the network goes away or comes back; returns what stops it. */
  onNetwork(listener: (online: boolean) => void): () => void
}

/** The browser's sockets, clock and network news. */
export const browserWorld: World = {
  open: (url) => new WebSocket(url) as Socket,
  createPeer:
    typeof RTCPeerConnection === 'undefined' ? null : (configuration) => new RTCPeerConnection(configuration),
  now: () => performance.now(),
  later(ms, wake) {
    const timer = setTimeout(wake, ms)
    return () => clearTimeout(timer)
  },
  random: Math.random,
  onNetwork(listener) {
    const online = () => listener(true)
    const offline = () => listener(false)
    window.addEventListener('online', online)
    window.addEventListener('offline', offline)
    return () => {
      window.removeEventListener('online', online)
      window.removeEventListener('offline', offline)
    }
  },
}
