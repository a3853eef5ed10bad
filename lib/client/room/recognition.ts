/** Why the browser's recognition does not run. */
export type RecognitionProblem =
  /** The browser or its owner does not allow it. */
  | 'denied'
  | 'no-microphone'
  /** The service behind it, which is on the internet in most browsers, was not reached. */
  | 'unreachable'
  | 'language'
  | 'failed'

export type RecognitionSnapshot = {
  /** Wanted, and it goes on until it is switched off or a problem ends it. */
  on: boolean
  /** Words that may still change; empty in between. */
  interim: string
  problem: RecognitionProblem | null
}

/** Speech to words by this browser, for as long as it is on. Nothing here throws: a problem is a state. */
export type Recognition = {
  /** The same object until something changes. */
  snapshot(): RecognitionSnapshot
  subscribe(listener: () => void): () => void
  /** Listens to `track` where the browser can; otherwise to its own choice of microphone. */
  start(track: MediaStreamTrack): void
  stop(): void
  /** Forgets the problem that ended it. */
  dismiss(): void
}

type Alternative = { readonly transcript: string }
type Result = ArrayLike<Alternative> & { readonly isFinal: boolean }

/** The part of a browser's `SpeechRecognition` that is used. */
export type Recogniser = {
  lang: string
  continuous: boolean
  interimResults: boolean
  onresult: ((event: { resultIndex: number; results: ArrayLike<Result> }) => void) | null
  onerror: ((event: { error: string }) => void) | null
  onend: (() => void) | null
  start(track?: MediaStreamTrack): void
  abort(): void
}

type WithRecogniser = {
  SpeechRecognition?: new () => Recogniser
  webkitSpeechRecognition?: new () => Recogniser
}

/** Makes recognisers of this browser; null where it has none. */
export function browserRecogniser(): (() => Recogniser) | null {
  const { SpeechRecognition, webkitSpeechRecognition } = globalThis as WithRecogniser
  const Made = SpeechRecognition ?? webkitSpeechRecognition
  return Made ? () => new Made() : null
}

export type RecognitionOptions = {
  /** BCP 47. */
  language: string
  /** Told each sentence once, when it will not change any more. */
  onSentence(text: string): void
  create(): Recogniser
  /** Calls `wake` after `ms` milliseconds; returns what cancels it. */
  later(ms: number, wake: () => void): () => void
}

/** What ends it, by the names of the browser; what is not here is over by itself. */
const problems: Record<string, RecognitionProblem> = {
  'not-allowed': 'denied',
  'service-not-allowed': 'denied',
  'audio-capture': 'no-microphone',
  network: 'unreachable',
  'language-not-supported': 'language',
  'bad-grammar': 'failed',
}

/** Milliseconds until a recogniser that has ended by itself, as they do after a silence, is started again. */
const restartAfter = 250
/** How often it may end without having heard anything before that counts as a failure. */
const mostIdleEnds = 20

/** Recognition by one of this browser's recognisers, switched off. */
export function createRecognition({ language, onSentence, create, later }: RecognitionOptions): Recognition {
  const listeners = new Set<() => void>()
  let current: RecognitionSnapshot = { on: false, interim: '', problem: null }
  let running: Recogniser | null = null
  let cancelRestart = () => {}
  let idleEnds = 0

  function change(fields: Partial<RecognitionSnapshot>): void {
    current = { ...current, ...fields }
    for (const listener of [...listeners]) listener()
  }

  function halt(problem: RecognitionProblem | null): void {
    cancelRestart()
    const halted = running
    running = null
    halted?.abort()
    change({ on: false, interim: '', problem })
  }

  function listen(track: MediaStreamTrack): void {
    if (track.readyState === 'ended') {
      halt('no-microphone')
      return
    }
    const recogniser = create()
    running = recogniser
    recogniser.lang = language
    recogniser.continuous = true
    recogniser.interimResults = true
    recogniser.onresult = ({ resultIndex, results }) => {
      if (running !== recogniser) return
      idleEnds = 0
      const heard = Array.from(results).slice(resultIndex)
      const words = (result: Result) => result[0]?.transcript ?? ''
      const interim = heard.filter(({ isFinal }) => !isFinal).map(words)
      change({ interim: interim.join('').trim() })
      for (const result of heard) {
        const sentence = words(result).trim()
        if (result.isFinal && sentence) onSentence(sentence)
      }
    }
    recogniser.onerror = ({ error }) => {
      const problem = problems[error]
      if (running === recogniser && problem) halt(problem)
    }
    recogniser.onend = () => {
      if (running !== recogniser) return
      running = null
      idleEnds += 1
      change({ interim: '' })
      if (idleEnds > mostIdleEnds) halt('failed')
      else cancelRestart = later(restartAfter, () => listen(track))
    }
    try {
      recogniser.start(track)
    } catch {
      halt('failed')
    }
  }

  return {
    snapshot: () => current,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start(track) {
      if (current.on) halt(null)
      idleEnds = 0
      change({ on: true, problem: null })
      listen(track)
    },
    stop() {
      if (current.on) halt(null)
    },
    dismiss: () => change({ problem: null }),
  }
}
