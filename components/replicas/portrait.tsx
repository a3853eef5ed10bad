import { cn } from '@/components/ui/cn'
import type { Look } from '@/lib/domain/replicas/schema'

/** Pixels a side that portraits are asked for: beside a name, and where the person is the picture. */
const sizes = { small: [64, 128, 256], large: [256, 384, 512, 1024] }

/** Where the portrait of a look is drawn, at so many pixels a side; `cutOut`: with nothing behind the person. */
export const portraitUrl = (look: Look, size: number, cutOut = false) =>
  `/portraits?size=${size}${cutOut ? '&ground=none' : ''}&look=${encodeURIComponent(JSON.stringify(look))}`

type PortraitProps = {
  look: Look | undefined
  /** Of the replica; empty when it stands beside the picture anyway. */
  alt?: string
  /** Only the person, for a background of one's own. */
  cutOut?: boolean
  /** The person is the picture: up to 1024 pixels, not 256. */
  large?: boolean
  /**
   * How wide it is laid out, as `sizes` of an image, where it is what the page shows first: it is asked for at once then,
   * and not when it comes into view.
   */
  first?: string
  className?: string
}

/** A replica's face at rest. Without a look (the replica is gone) a quiet disc stands in. */
export function Portrait({ look, alt = '', cutOut = false, large, first, className }: PortraitProps) {
  const classes = cn('size-9 shrink-0 rounded-md bg-subtle object-cover', className)
  if (!look) return <span aria-hidden className={cn('block', classes)} />
  return (
    // biome-ignore lint/performance/noImgElement: it is drawn at the size that is needed, so an optimizer has nothing to do
    <img
      src={portraitUrl(look, large ? 512 : 256, cutOut)}
      srcSet={sizes[large ? 'large' : 'small']
        .map((size) => `${portraitUrl(look, size, cutOut)} ${size}w`)
        .join(', ')}
      // A lazy picture may choose by the size it is laid out at; browsers that cannot take the second value.
      sizes={first ?? (large ? 'auto, 256px' : 'auto, 64px')}
      alt={alt}
      className={classes}
      loading={first ? 'eager' : 'lazy'}
      fetchPriority={first ? 'high' : undefined}
      decoding="async"
      draggable={false}
    />
  )
}
