import { AudioLines, MicOff } from 'lucide-react'
import { cn } from '@/components/ui/cn'

type NamePlateProps = {
  name: string
  /** What is so of them beside their name: "you", "screen". */
  aside?: string
  speaking?: boolean
  muted?: boolean
  className?: string
}

/** Who is seen, with marks that do not rely on colour; the tile says the same in words. */
export function NamePlate({ name, aside, speaking, muted, className }: NamePlateProps) {
  return (
    <span
      aria-hidden
      className={cn(
        'absolute flex max-w-[calc(100%-0.75rem)] items-center gap-1 rounded-sm bg-surface/90 px-1.5 py-0.5 text-xs [&_svg]:size-3.5 [&_svg]:shrink-0',
        className,
      )}
    >
      {speaking && <AudioLines className="text-accent" />}
      {muted && <MicOff className="text-danger" />}
      <span className="truncate">
        <bdi>{name}</bdi>
        {aside && ` (${aside})`}
      </span>
    </span>
  )
}
