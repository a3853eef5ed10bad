import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import {
  browserRecogniser,
  createRecognition,
  type Recognition,
  type RecognitionSnapshot,
} from '@/lib/client/room/recognition'
import { recognitionLanguage } from '@/lib/client/room/recognition-language'

export type RecognitionHook = RecognitionSnapshot & {
  /** Asked for; it listens while the microphone is on too. */
  wanted: boolean
  want(on: boolean): void
  /** Forgets the problem that ended it. */
  dismiss(): void
}

type Options = {
  /** As the conversation names it. */
  language: string
  /** The microphone, while it is on: a muted one is not listened to by anybody. */
  track: MediaStreamTrack | null
  onSentence(text: string): void
}

/** This browser's recognition, off until somebody wants it; null where the browser has none. */
export function useRecognition(options: Options): RecognitionHook | null {
  const [wanted, want] = useState(false)
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  const [recognition] = useState(() =>
    makeRecognition(options.language, (text) => latest.current.onSentence(text)),
  )
  const snapshot = useSyncExternalStore(
    recognition?.subscribe ?? nothing,
    () => recognition?.snapshot() ?? null,
    () => null,
  )
  const { track } = options
  useEffect(() => {
    if (!recognition || !wanted || !track) return
    recognition.start(track)
    return () => recognition.stop()
  }, [recognition, wanted, track])
  const problem = snapshot?.problem ?? null
  useEffect(() => {
    if (problem) want(false)
  }, [problem])
  return recognition && snapshot && { ...snapshot, wanted, want, dismiss: recognition.dismiss }
}

const nothing = () => () => {}

function makeRecognition(language: string, onSentence: (text: string) => void): Recognition | null {
  const create = browserRecogniser()
  return (
    create &&
    createRecognition({
      language: recognitionLanguage(language, navigator.languages),
      onSentence,
      create,
      later(ms, wake) {
        const timer = setTimeout(wake, ms)
        return () => clearTimeout(timer)
      },
    })
  )
}
