'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { SpokenSample, VoiceSample } from '@/lib/domain/voices/schema'
import { type Mouth, mouthAt } from '@/lib/face/mouth'
import { type MouthTrack, visemes } from '@/lib/face/mouth-track'

/** A sample that was spoken, or why it was not, in words. */
export type SampleAnswer = { ok: true; sample: SpokenSample } | { ok: false; message: string }

export type SpeakSample = (request: VoiceSample) => Promise<SampleAnswer>

export type SamplePlayer<Request = VoiceSample> = {
  state: 'silent' | 'asking' | 'speaking'
  error: string | null
  /** Asks for a sample and plays it; what plays stops. */
  play(request: Request): Promise<void>
  stop(): void
  /** The mouth now, for whoever draws it; null while nothing is spoken. */
  mouth(): Mouth | null
}

/** Plays samples of a voice, one at a time, and says what the mouth does meanwhile. */
export function useSample<Request = VoiceSample>(
  speak: (request: Request) => Promise<SampleAnswer>,
): SamplePlayer<Request> {
  const failures = useTranslations('shell.failures')
  const [state, setState] = useState<SamplePlayer['state']>('silent')
  const [error, setError] = useState<string | null>(null)
  const playing = useRef<{ context: AudioContext; startedAt: number; track: MouthTrack } | null>(null)
  const asked = useRef(0)

  const stop = useCallback(() => {
    asked.current += 1
    void playing.current?.context.close()
    playing.current = null
    setState('silent')
  }, [])
  useEffect(() => stop, [stop])

  async function play(request: Request): Promise<void> {
    stop()
    const turn = asked.current
    setError(null)
    setState('asking')
    const answer = await speak(request).catch(() => null)
    if (turn !== asked.current) return
    if (!answer?.ok) {
      setState('silent')
      setError(answer?.message ?? failures('unreachable'))
      return
    }
    const { wav, mouth } = answer.sample
    const context = new AudioContext()
    const source = context.createBufferSource()
    source.buffer = await context.decodeAudioData(new Uint8Array(wav).buffer)
    if (turn !== asked.current) return void context.close()
    source.connect(context.destination)
    source.onended = () => {
      if (playing.current?.context === context) stop()
    }
    playing.current = { context, startedAt: context.currentTime, track: trackOf(mouth) }
    setState('speaking')
    source.start()
  }

  const mouth = useCallback(() => {
    const now = playing.current
    return now ? mouthAt(now.track, (now.context.currentTime - now.startedAt) * 1000) : null
  }, [])
  return { state, error, play, stop, mouth }
}

function trackOf({ visemes: said, energy }: SpokenSample['mouth']): MouthTrack {
  return {
    visemes: said.flatMap(({ at, viseme }) => {
      const known = visemes.find((name) => name === viseme)
      return known ? [{ at, viseme: known }] : []
    }),
    energy: Float32Array.from(energy),
  }
}
