import type { ReactNode } from 'react'

/** What is known of one thing, side by side. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="mb-8 flex flex-wrap gap-x-8 gap-y-3 border-border border-y py-4">{children}</dl>
}

/** One of them, under its name. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
