'use client'

import { useRef } from 'react'
import { useLevel } from './use-level'

/** How loud the microphone is, so that people see that they are heard. */
export function LevelMeter({ track }: { track: MediaStreamTrack | null }) {
  const bar = useRef<HTMLSpanElement>(null)
  useLevel(track, (level) => bar.current?.style.setProperty('transform', `scaleX(${level.toFixed(3)})`))
  return (
    <span aria-hidden className="block h-1 w-full overflow-hidden rounded-full bg-border">
      <span ref={bar} className="block h-full origin-left bg-accent" style={{ transform: 'scaleX(0)' }} />
    </span>
  )
}
