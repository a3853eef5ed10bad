import { useTranslations } from 'next-intl'
import { Portrait } from '@/components/replicas/portrait'
import { cn } from '@/components/ui/cn'
import type { Background } from '@/lib/domain/backgrounds/schema'
import type { Look } from '@/lib/domain/replicas/schema'

/** Where the image of a background is to be had: in itself while it is new, else by its id, for members. */
const imageUrl = (image: string) => (image.startsWith('data:') ? image : `/v2/backgrounds/${image}`)

type BackgroundPreviewProps = {
  look: Look | undefined
  choice: 'drawn' | 'green' | 'color' | 'image'
  background: Background | null | undefined
  className?: string
}

/** The replica before its background, small. */
export function BackgroundPreview({ look, choice, background, className }: BackgroundPreviewProps) {
  const t = useTranslations('conversations.backgroundPreview')
  const own = look?.options.ground
  const ground =
    background?.type === 'color'
      ? background.color
      : choice === 'green'
        ? '#00ff9b'
        : choice === 'drawn' && typeof own === 'string'
          ? own
          : undefined
  const image = background?.type === 'image' ? background.image : ''
  return (
    <div
      className={cn(
        'relative aspect-4/3 w-44 shrink-0 overflow-hidden rounded-md border border-border bg-subtle',
        className,
      )}
      style={{ backgroundColor: ground }}
      data-testid="background-preview"
    >
      {image && (
        // biome-ignore lint/performance/noImgElement: a data URL, or an image that is small already
        <img
          src={imageUrl(image)}
          alt={t('whatWasChosenAsBackground')}
          className="absolute inset-0 size-full object-cover"
        />
      )}
      <Portrait
        large
        look={look}
        cutOut
        className="absolute inset-x-0 bottom-0 mx-auto size-[85%] rounded-none bg-transparent object-contain object-bottom"
      />
    </div>
  )
}
