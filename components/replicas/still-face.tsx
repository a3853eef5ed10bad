'use client'

import { useEffect, useRef } from 'react'
import { cn } from '@/components/ui/cn'
import type { Look } from '@/lib/domain/replicas/schema'
import { loadFace } from './load-face'

/** The faces that wait to be drawn. */
let turn = Promise.resolve()

/** When nothing else is to be done, or after a fifth of a second. */
const idle = () =>
  new Promise<void>((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 200 })
    else setTimeout(resolve, 16)
  })

/** How far outside of what is seen a face is drawn already. */
const nearby = '120px'

/** A face at rest, drawn once it comes into view, here rather than asked for: for a look that is being made. Its meaning stands beside it. */
export function StillFace({ look, className }: { look: Look; className?: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const description = JSON.stringify(look)
  useEffect(() => {
    const drawn = canvas.current
    if (!drawn) return
    let wanted = true
    const draw = async () => {
      await idle()
      const face = wanted ? await loadFace(description) : null
      const context = drawn.getContext('2d')
      if (!wanted || !face || !context) return
      drawn.width = Math.round(drawn.clientWidth * devicePixelRatio)
      drawn.height = drawn.width
      face.drawStill(context)
    }
    const sight = new IntersectionObserver(
      (changes) => {
        if (!changes.some(({ isIntersecting }) => isIntersecting)) return
        sight.disconnect()
        // One after the other: a dozen at once would hold up what is pressed meanwhile.
        turn = turn.then(() => (wanted ? draw() : undefined))
      },
      { rootMargin: nearby },
    )
    sight.observe(drawn)
    return () => {
      wanted = false
      sight.disconnect()
    }
  }, [description])
  return <canvas ref={canvas} aria-hidden className={cn('aspect-square rounded-md bg-subtle', className)} />
}
