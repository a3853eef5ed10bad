'use client'

import { Volume2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'

/** The sound: two notes (Hz) one after the other, and how long each lasts in seconds. */
const notes = [523.25, 659.25]
const noteLength = 0.28

/** Plays a short sound through a speaker, so that one knows before the call that one will hear. */
export function SpeakerTest({ speakerId }: { speakerId: string | null }) {
  const t = useTranslations('room.speakerTest')
  const [state, setState] = useState<'idle' | 'playing' | 'failed'>('idle')
  const stop = useRef(() => {})
  useEffect(() => () => stop.current(), [])
  const play = async () => {
    stop.current()
    setState('playing')
    try {
      stop.current = await playNotes(speakerId, () => setState('idle'))
    } catch {
      setState('failed')
    }
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button size="sm" onClick={() => void play()}>
        <Volume2 aria-hidden /> {t('testTheSpeaker')}
      </Button>
      <p role="status" className="min-w-0 flex-1 text-muted text-xs">
        {state === 'playing' && t('playing')}
        {state === 'failed' && t('failed')}
      </p>
    </div>
  )
}

/** Begins to play and returns what ends it; `done` is called when it is over by itself. */
async function playNotes(speakerId: string | null, done: () => void): Promise<() => void> {
  const context = new AudioContext()
  const destination = context.createMediaStreamDestination()
  // An element, since that can be sent to a speaker in more browsers than a context can.
  const element = new Audio()
  const stop = () => {
    element.srcObject = null
    if (context.state !== 'closed') void context.close()
  }
  try {
    element.srcObject = destination.stream
    if (speakerId) await element.setSinkId?.(speakerId)
    await Promise.all([context.resume(), element.play()])
  } catch (error) {
    stop()
    throw error
  }
  const begin = context.currentTime + 0.05
  notes.forEach((pitch, index) => {
    const tone = context.createOscillator()
    const volume = context.createGain()
    const from = begin + index * noteLength
    tone.frequency.value = pitch
    volume.gain.setValueAtTime(0, from)
    volume.gain.linearRampToValueAtTime(0.3, from + 0.02)
    volume.gain.linearRampToValueAtTime(0, from + noteLength)
    tone.connect(volume).connect(destination)
    tone.start(from)
    tone.stop(from + noteLength)
    if (index === notes.length - 1) {
      tone.onended = () => {
        stop()
        done()
      }
    }
  })
  return stop
}
