import type { ComponentProps } from 'react'
import { cn } from './cn'
import { controlClasses } from './input'

/** Several lines of text; people pull it taller. */
export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      dir="auto"
      className={cn(controlClasses, 'min-h-20 resize-y py-2 text-sm pointer-coarse:text-base', className)}
      {...props}
    />
  )
}
