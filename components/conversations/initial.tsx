import { cn } from '@/components/ui/cn'

/** In place of a face that only its provider can show: the first letter of a name. */
export function Initial({ name, className }: { name: string; className?: string }) {
  const [letter = ''] = name.trim()
  return (
    <span
      aria-hidden
      className={cn(
        'grid size-9 shrink-0 select-none place-items-center rounded-md bg-subtle font-medium text-muted',
        className,
      )}
    >
      {letter.toUpperCase()}
    </span>
  )
}
