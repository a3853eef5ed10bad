'use client'

import { useEffect, useRef } from 'react'

/** Loudness, as root mean square from 0 to 1, at which the bar is full: a voice close to the microphone. */
const full = 0.2

/** How loud the microphone is, so that people see that they are heard. */
export function LevelMeter({ track }: { track: MediaStreamTrack | null }) {
  const bar = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (!track || typeof AudioContext === 'undefined') return
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 1024
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    let frame = 0
    const draw = () => {
      analyser.getFloatTimeDomainData(samples)
      const loudness = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length)
      bar.current?.style.setProperty('transform', `scaleX(${Math.min(1, loudness / full).toFixed(3)})`)
      frame = requestAnimationFrame(draw)
    }
    draw()
    return () => {
      cancelAnimationFrame(frame)
      void context.close()
    }
  }, [track])
  return (
    <span aria-hidden className="block h-1 w-full overflow-hidden rounded-full bg-border">
      <span ref={bar} className="block h-full origin-left bg-accent" style={{ transform: 'scaleX(0)' }} />
    </span>
  )
}
