import { useEffect, useRef } from 'react'
import { measuringContext } from '@/lib/client/room/measuring-context'

/** Loudness, as root mean square from 0 to 1, that counts as full: a voice close to the microphone. */
const full = 0.2

/**
 * Measures how loud a track is, for as long as the component lives, and gives each measure from 0 to 1 to `show`,
 * once a frame: it writes it to the page itself, without rendering. A track that goes is shown as silence.
 */
export function useLevel(track: MediaStreamTrack | null, show: (level: number) => void): void {
  const latest = useRef(show)
  useEffect(() => {
    latest.current = show
  })
  useEffect(() => {
    const context = track && measuringContext()
    if (!context) return
    const analyser = context.createAnalyser()
    analyser.fftSize = 1024
    const source = context.createMediaStreamSource(new MediaStream([track]))
    source.connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    let frame = 0
    const measure = () => {
      analyser.getFloatTimeDomainData(samples)
      const loudness = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length)
      latest.current(Math.min(1, loudness / full))
      frame = requestAnimationFrame(measure)
    }
    measure()
    return () => {
      cancelAnimationFrame(frame)
      source.disconnect()
      latest.current(0)
    }
  }, [track])
}
