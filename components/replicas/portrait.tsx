import { cn } from '@/components/ui/cn'
import type { Look } from '@/lib/domain/replicas/schema'

/** Where the portrait of a look is drawn. */
export const portraitUrl = (look: Look) => `/portraits?look=${encodeURIComponent(JSON.stringify(look))}`

type PortraitProps = {
  look: Look | undefined
  /** Of the replica; empty when it stands beside the picture anyway. */
  alt?: string
  className?: string
}

/** A replica's face. Without a look (the replica is gone) a quiet disc stands in. */
export function Portrait({ look, alt = '', className }: PortraitProps) {
  const classes = cn('size-9 shrink-0 rounded-md bg-subtle object-cover', className)
  if (!look) return <span aria-hidden className={cn('block', classes)} />
  return (
    // biome-ignore lint/performance/noImgElement: an SVG of some kilobytes gains nothing from an optimizer
    <img
      src={portraitUrl(look)}
      alt={alt}
      className={classes}
      loading="lazy"
      decoding="async"
      draggable={false}
    />
  )
}
