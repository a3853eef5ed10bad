/** What is shown of our screen. */
export type ScreenState = {
  /** Whether this browser can show it at all. */
  offered: boolean
  asking: boolean
  /** What went wrong, other than that nothing was chosen; `denied` by the system, beside the browser. */
  problem: 'denied' | 'failed' | null
  video: MediaStreamTrack | null
  /** Its sound, where the browser and whoever chose gave it. */
  audio: MediaStreamTrack | null
}

export const noScreen: ScreenState = {
  offered: false,
  asking: false,
  problem: null,
  video: null,
  audio: null,
}

/** Text is to be read, and much of it stands still. */
const picture = { width: { max: 1920 }, height: { max: 1080 }, frameRate: { ideal: 10, max: 15 } }

type Options = {
  current(): ScreenState
  change(fields: Partial<ScreenState>): void
  /** False once the page has let go of its devices. */
  isWanted(): boolean
}

/** Lets a person choose what of their screen is shown. Nothing here throws: a problem is a state. */
export function createScreenShare({ current, change, isWanted }: Options) {
  function stop(): void {
    current().video?.stop()
    current().audio?.stop()
    change({ video: null, audio: null, problem: null })
  }

  function take(video: MediaStreamTrack | null, audio: MediaStreamTrack | null): void {
    if (video) {
      // Stopped from the browser's own bar.
      video.onended = stop
      // Rather fewer pictures than blurred ones.
      video.contentHint = 'detail'
    }
    change({ video, audio })
    if (!isWanted()) stop()
  }

  return {
    /** Resolves when the browser has answered; choosing nothing is no problem. */
    async start(): Promise<void> {
      const { asking, video } = current()
      if (typeof navigator.mediaDevices?.getDisplayMedia !== 'function' || asking || video) return
      change({ asking: true, problem: null })
      try {
        const stream = await navigator.mediaDevices.getDisplayMedia({ video: picture, audio: true })
        take(stream.getVideoTracks()[0] ?? null, stream.getAudioTracks()[0] ?? null)
      } catch (error) {
        change({ problem: problemOf(error) })
      } finally {
        change({ asking: false })
      }
    },
    stop,
    take,
  }
}

/** Browsers tell a person who chose nothing apart from a system that refuses in their words only. */
function problemOf(error: unknown): ScreenState['problem'] {
  if (!(error instanceof Error) || error.name !== 'NotAllowedError') return 'failed'
  return /system/i.test(error.message) ? 'denied' : null
}
