'use client'

import { useEffect, useRef } from 'react'
import { cn } from '@/components/ui/cn'
import type { Look } from '@/lib/domain/replicas/schema'
import { loadFace } from './load-face'

/** A face at rest, drawn here rather than asked for: for a look that is being made. Its meaning stands beside it. */
export function StillFace({ look, className }: { look: Look; className?: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const description = JSON.stringify(look)
  useEffect(() => {
    let wanted = true
    loadFace(description).then((face) => {
      const drawn = canvas.current
      const context = drawn?.getContext('2d')
      if (!wanted || !face || !drawn || !context) return
      drawn.width = Math.round(drawn.clientWidth * devicePixelRatio)
      drawn.height = drawn.width
      face.drawStill(context)
    })
    return () => {
      wanted = false
    }
  }, [description])
  return <canvas ref={canvas} aria-hidden className={cn('aspect-square rounded-md bg-subtle', className)} />
}
