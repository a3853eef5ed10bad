/**
 * Plays what others say and what their screens sound like. Browsers play nothing by themselves until a person has
 * touched the page: then it is `blocked`, and a touch unlocks it.
 */
export type Sound = {
  /** Plays exactly these from now on. */
  play(tracks: readonly MediaStreamTrack[]): void
  /** By an id of the browser's list; null for the one the system uses. Ignored where browsers cannot choose. */
  setSpeaker(deviceId: string | null): void
  blocked(): boolean
  subscribe(listener: () => void): () => void
  /** Tries again; to be called while a touch or a key is handled. */
  unlock(): Promise<void>
  stop(): void
}

/** Silent at first. Works in the browser only. */
export function createSound(): Sound {
  const elements = new Map<MediaStreamTrack, HTMLAudioElement>()
  const listeners = new Set<() => void>()
  const refused = new Set<HTMLAudioElement>()
  let speaker: string | null = null

  const tell = () => {
    for (const listener of [...listeners]) listener()
  }

  async function start(element: HTMLAudioElement): Promise<void> {
    try {
      await element.play()
      if (refused.delete(element)) tell()
    } catch (error) {
      // Other errors come of an element that was taken away meanwhile.
      if (!(error instanceof Error) || error.name !== 'NotAllowedError' || !isPlayed(element)) return
      refused.add(element)
      tell()
    }
  }

  const isPlayed = (element: HTMLAudioElement) => [...elements.values()].includes(element)

  async function direct(element: HTMLAudioElement): Promise<void> {
    // A device that is gone, or may not be used: the sound stays where it is.
    if ('setSinkId' in element) await element.setSinkId(speaker ?? '').catch(() => {})
  }

  function drop(track: MediaStreamTrack, element: HTMLAudioElement): void {
    elements.delete(track)
    element.srcObject = null
    if (refused.delete(element)) tell()
  }

  return {
    play(tracks) {
      for (const [track, element] of elements) if (!tracks.includes(track)) drop(track, element)
      for (const track of tracks) {
        if (elements.has(track)) continue
        const element = new Audio()
        element.srcObject = new MediaStream([track])
        elements.set(track, element)
        if (speaker) void direct(element)
        void start(element)
      }
    },
    setSpeaker(deviceId) {
      if (deviceId === speaker) return
      speaker = deviceId
      for (const element of elements.values()) void direct(element)
    },
    blocked: () => refused.size > 0,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async unlock() {
      await Promise.all([...refused].map(start))
    },
    stop() {
      for (const [track, element] of elements) drop(track, element)
    },
  }
}
