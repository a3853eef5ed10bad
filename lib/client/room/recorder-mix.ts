/** Everything that is heard, in one track. */
export type Mix = {
  track: MediaStreamTrack
  play(tracks: MediaStreamTrack[]): void
  /** Resolves when the browser lets it sound, which may take a press of a key or a button. */
  running(): Promise<void>
  /** Calls `draw` some 25 times a second, in a tab that nobody looks at too: the clock is the sound's. */
  every(draw: () => void): void
  stop(): Promise<void>
}

/** Seconds between two pictures. */
const interval = 0.04

/** A mix of nothing at first. */
export function createMix(): Mix {
  const context = new AudioContext()
  const output = context.createMediaStreamDestination()
  const [track] = output.stream.getAudioTracks()
  if (!track) throw new Error('This browser gives no sound to record.')
  const silence = context.createGain()
  silence.gain.value = 0
  silence.connect(output)
  const sources = new Map<MediaStreamTrack, { node: MediaStreamAudioSourceNode; element: HTMLAudioElement }>()
  let stopped = false

  function add(added: MediaStreamTrack): void {
    const stream = new MediaStream([added])
    const node = context.createMediaStreamSource(stream)
    node.connect(output)
    // Chromium gives a remote track's sound to nobody while no element plays it.
    const element = new Audio()
    element.muted = true
    element.srcObject = stream
    sources.set(added, { node, element })
  }

  function remove(gone: MediaStreamTrack): void {
    const source = sources.get(gone)
    source?.node.disconnect()
    if (source) source.element.srcObject = null
    sources.delete(gone)
  }

  const wake = () => void context.resume().catch(() => {})
  const presses = ['pointerdown', 'keydown'] as const

  return {
    track,
    play(tracks) {
      for (const known of [...sources.keys()]) if (!tracks.includes(known)) remove(known)
      for (const wanted of tracks) if (!sources.has(wanted) && wanted.readyState === 'live') add(wanted)
    },
    async running() {
      wake()
      if (context.state === 'running') return
      for (const press of presses) document.addEventListener(press, wake)
      await new Promise<void>((resolve) => {
        const look = () => (context.state === 'running' || stopped) && resolve()
        context.addEventListener('statechange', look)
        look()
      })
      for (const press of presses) document.removeEventListener(press, wake)
    },
    every(draw) {
      const tick = () => {
        if (stopped) return
        draw()
        const node = context.createConstantSource()
        node.connect(silence)
        node.onended = tick
        node.start()
        node.stop(context.currentTime + interval)
      }
      tick()
    },
    async stop() {
      stopped = true
      for (const known of [...sources.keys()]) remove(known)
      await context.close().catch(() => {})
    },
  }
}
