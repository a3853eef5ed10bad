import type { ReactNode } from 'react'

type EmptyStateProps = {
  title: string
  /** `h1` where it is all there is on the page. */
  heading?: 'h1' | 'h2'
  children?: ReactNode
  action?: ReactNode
  icon?: ReactNode
}

/** Nothing here yet: says why and what to do next. */
export function EmptyState({ title, heading: Heading = 'h2', children, action, icon }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-16 text-center">
      {icon && (
        <span aria-hidden className="text-muted [&_svg]:size-6">
          {icon}
        </span>
      )}
      <Heading className="font-semibold text-base">{title}</Heading>
      {children && <div className="max-w-md text-muted">{children}</div>}
      {action}
    </div>
  )
}
