import type { ReactNode } from 'react'

type PageHeaderProps = { title: ReactNode; children?: ReactNode; actions?: ReactNode }

/** The page's one h1, a line about it, and what can be done on it. */
export function PageHeader({ title, children, actions }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        <h1
          dir="auto"
          title={typeof title === 'string' ? title : undefined}
          className="line-clamp-2 font-semibold text-xl tracking-tight"
        >
          {title}
        </h1>
        {children && <div className="mt-1 text-muted">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
