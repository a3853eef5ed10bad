import { Input } from '@/components/ui/input'

type DayFilterProps = {
  label: string
  /** What kind of day it is, on hover. */
  title: string
  value: string | undefined
  min?: string
  max?: string
  onChange: (day: string | undefined) => void
}

/** A UTC day that narrows a list; none when it is cleared. */
export function DayFilter({ label, title, value, min, max, onChange }: DayFilterProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the input is a component
    <label className="flex items-center gap-2 text-muted text-xs">
      {label}
      <Input
        type="date"
        title={title}
        className="w-36 pointer-coarse:w-44"
        min={min}
        max={max}
        value={value ?? ''}
        onChange={({ target }) => onChange(target.value || undefined)}
      />
    </label>
  )
}
