/** A replica that can be chosen, by its face or the first letter of its name. */
export const castTile =
  'flex cursor-pointer flex-col items-center gap-1.5 rounded-md border border-border bg-surface p-2 text-center text-xs transition-colors hover:bg-subtle has-checked:border-accent has-checked:bg-accent-soft has-disabled:cursor-not-allowed has-disabled:hover:bg-surface has-focus-visible:outline-2 has-focus-visible:outline-ring has-focus-visible:outline-offset-2'
