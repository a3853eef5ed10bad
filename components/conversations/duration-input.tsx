'use client'

import { type ComponentProps, useState } from 'react'
import { Input } from '@/components/ui/input'
import { formatDuration, parseDuration } from '@/lib/client/format'

type DurationInputProps = Omit<ComponentProps<typeof Input>, 'value' | 'onChange'> & {
  /** Whole seconds; undefined while the box is empty, NaN while what is typed is no duration. */
  value: number | undefined
  onValueChange: (seconds: number | undefined) => void
}

const shown = (value: number | undefined) =>
  value === undefined || Number.isNaN(value) ? '' : formatDuration(value)

/** A box for a length of time. People type "90", "90s", "5 min", "1h"; the form holds seconds. */
export function DurationInput({ value, onValueChange, onBlur, ...props }: DurationInputProps) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <Input
      {...props}
      inputMode="text"
      autoComplete="off"
      value={typed ?? shown(value)}
      onChange={(event) => {
        const text = event.target.value
        setTyped(text)
        onValueChange(text.trim() === '' ? undefined : (parseDuration(text) ?? Number.NaN))
      }}
      onBlur={(event) => {
        // What was understood is shown back; what was not stays to be corrected.
        if (value === undefined || !Number.isNaN(value)) setTyped(null)
        onBlur?.(event)
      }}
    />
  )
}
