import { cn } from '@/components/ui/cn'
import type { Look } from '@/lib/domain/replicas/schema'

/** Pixels a side that portraits are asked for. */
const sizes = [64, 128, 256, 512, 1024]

/** Where the portrait of a look is drawn, at so many pixels a side; `cutOut`: with nothing behind the person. */
export const portraitUrl = (look: Look, size: number, cutOut = false) =>
  `/portraits?size=${size}${cutOut ? '&ground=none' : ''}&look=${encodeURIComponent(JSON.stringify(look))}`

type PortraitProps = {
  look: Look | undefined
  /** Of the replica; empty when it stands beside the picture anyway. */
  alt?: string
  /** Only the person, for a background of one's own. */
  cutOut?: boolean
  /** It is what the page shows first: it is not waited with until it comes into view. */
  eager?: boolean
  className?: string
}

/** A replica's face at rest. Without a look (the replica is gone) a quiet disc stands in. */
export function Portrait({ look, alt = '', cutOut = false, eager = false, className }: PortraitProps) {
  const classes = cn('size-9 shrink-0 rounded-md bg-subtle object-cover', className)
  if (!look) return <span aria-hidden className={cn('block', classes)} />
  return (
    // biome-ignore lint/performance/noImgElement: it is drawn at the size that is needed, so an optimizer has nothing to do
    <img
      src={portraitUrl(look, 512, cutOut)}
      srcSet={sizes.map((size) => `${portraitUrl(look, size, cutOut)} ${size}w`).join(', ')}
      // A lazy picture may choose by the size it is laid out at; browsers that cannot take the second value.
      sizes={eager ? '256px' : 'auto, 256px'}
      alt={alt}
      className={classes}
      loading={eager ? 'eager' : 'lazy'}
      fetchPriority={eager ? 'high' : undefined}
      decoding="async"
      draggable={false}
    />
  )
}
