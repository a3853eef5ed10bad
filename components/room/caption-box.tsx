import { cn } from '@/components/ui/cn'

type CaptionBoxProps = {
  text: string | null
  /** Its place stays empty while nothing is said, so that what is above it keeps its size. */
  keepsPlace?: boolean
  className?: string
}

/** The words in time with the voice: the last two lines of them, in a box that does not grow. */
export function CaptionBox({ text, keepsPlace, className }: CaptionBoxProps) {
  if (!text && !keepsPlace) return null
  return (
    // The chat announces what is said; this is for the eye.
    <div
      aria-hidden
      data-caption
      className={cn(
        'flex w-full max-w-[39rem] flex-col self-center rounded-md bg-black/80 text-white px-3 py-2 leading-snug',
        !text && 'invisible',
        className,
      )}
    >
      <div className="flex h-[2lh] flex-col justify-end overflow-hidden">
        <p dir="auto" className="min-h-[2lh]">
          {text}
        </p>
      </div>
    </div>
  )
}
