'use client'

import { useEffect, useRef, useState } from 'react'
import { cn } from '@/components/ui/cn'
import type { Look } from '@/lib/domain/replicas/schema'
import type { Face } from '@/lib/face/face'
import { closedMouth, type Mouth } from '@/lib/face/mouth'
import { loadFace } from './load-face'
import { Portrait } from './portrait'

/** Milliseconds for which a face moves on when nobody looks at it any more: it comes to rest first. */
const settling = 900
/** Milliseconds after a page was asked for, before which no face moves: what is read and pressed comes first. */
const pageRest = 2000
/** Pixels a side beyond which nothing is gained. */
const largest = 1024

type LiveFaceProps = {
  look: Look
  /** Of the replica; empty when it stands beside the picture anyway. */
  alt?: string
  /** Whether it moves: it looks at whoever looks at it. It never does for people who asked for less motion. */
  active: boolean
  /** The mouth now; null while it says nothing. */
  mouth?: () => Mouth | null
  /** The person is the picture, and no mark beside a name (see `Portrait`). */
  large?: boolean
  /** How wide it is laid out, where it is what the page shows first (see `Portrait`). */
  first?: string
  className?: string
}

/** A replica's face as it is in conversations. At rest it is a portrait; the drawing is loaded when it first moves. */
export function LiveFace({ look, alt = '', active, mouth, large, first, className }: LiveFaceProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [loaded, setLoaded] = useState<{ description: string; face: Face<Path2D> | null } | null>(null)
  const [moving, setMoving] = useState(false)
  const description = JSON.stringify(look)
  const face = loaded?.description === description ? loaded.face : null
  const missing = loaded?.description !== description

  useEffect(() => {
    const starts = active && !matchMedia('(prefers-reduced-motion: reduce)').matches
    const wait = starts ? Math.max(0, pageRest - performance.now()) : settling
    const timer = setTimeout(() => setMoving(starts), wait)
    return () => clearTimeout(timer)
  }, [active])

  useEffect(() => {
    if (!moving || !missing) return
    let wanted = true
    loadFace(description).then((face) => {
      if (wanted) setLoaded({ description, face })
    })
    return () => {
      wanted = false
    }
  }, [moving, missing, description])

  useEffect(() => {
    const drawn = canvas.current
    const context = drawn?.getContext('2d')
    if (!moving || !face || !drawn || !context) return
    const state = active ? 'listening' : 'idle'
    let request = requestAnimationFrame(function draw(ms) {
      const pixels = Math.min(largest, Math.round(drawn.clientWidth * devicePixelRatio))
      if (drawn.width !== pixels) {
        drawn.width = pixels
        drawn.height = pixels
      }
      const said = mouth?.() ?? null
      face.draw(context, { ms, state: said ? 'speaking' : state, mouth: said ?? closedMouth })
      request = requestAnimationFrame(draw)
    })
    return () => cancelAnimationFrame(request)
  }, [moving, active, face, mouth])

  return (
    <div className={cn('relative aspect-square overflow-hidden rounded-md', className)}>
      <Portrait
        look={look}
        alt={alt}
        large={large}
        first={first}
        className="absolute inset-0 size-full rounded-none"
      />
      <canvas
        ref={canvas}
        aria-hidden
        className={cn(
          'absolute inset-0 size-full opacity-0 transition-opacity duration-200',
          moving && face && 'opacity-100',
        )}
      />
    </div>
  )
}
