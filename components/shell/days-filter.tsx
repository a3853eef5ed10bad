import { useTranslations } from 'next-intl'
import { Input } from '@/components/ui/input'

type Days = { from?: string; to?: string }

/** UTC days that narrow a list, from one to another; each is open where it is cleared. */
export function DaysFilter({ days, onChange }: { days: Days; onChange: (days: Days) => void }) {
  const t = useTranslations('shell.daysFilter')
  const { from, to } = days
  const day = { title: t('utcDay') }
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Day
        {...day}
        label={t('utcDaysFrom')}
        max={to}
        value={from}
        onChange={(chosen) => onChange({ from: chosen })}
      />
      <Day {...day} label={t('to')} min={from} value={to} onChange={(chosen) => onChange({ to: chosen })} />
    </span>
  )
}

type DayProps = {
  label: string
  /** What kind of day it is, on hover. */
  title: string
  value: string | undefined
  min?: string
  max?: string
  onChange: (day: string | undefined) => void
}

function Day({ label, title, value, min, max, onChange }: DayProps) {
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
