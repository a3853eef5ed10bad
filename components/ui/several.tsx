'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { Button } from './button'
import { Combobox, type ComboboxOption } from './combobox'

type SeveralProps = {
  options: ComboboxOption[]
  values: string[]
  onValuesChange: (values: string[]) => void
  placeholder?: string
  emptyText?: string
  /** As that of a combobox. */
  typedOption?: (typed: string) => ComboboxOption
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean
}

/** Several choices, each found by typing: what is chosen stands above, and can be taken away again. */
export function Several({ options, values, onValuesChange, ...combobox }: SeveralProps) {
  const t = useTranslations('ui.several')
  const box = useRef<HTMLInputElement>(null)
  const chosen = values.map(
    (value) => options.find((option) => option.value === value) ?? { value, label: value },
  )
  return (
    <div className="flex flex-col gap-2">
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {chosen.map(({ value, label }) => (
            <li
              key={value}
              className="flex min-w-0 max-w-full items-center gap-0.5 rounded-md border border-border bg-subtle pl-2"
            >
              <span dir="auto" className="truncate">
                {label}
              </span>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={t('remove', { label })}
                onClick={() => {
                  onValuesChange(values.filter((each) => each !== value))
                  // The button goes away with what it removes, and would take the focus along.
                  box.current?.focus()
                }}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Combobox
        {...combobox}
        ref={box}
        options={options.filter(({ value }) => !values.includes(value))}
        value=""
        onValueChange={(value) => !values.includes(value) && onValuesChange([...values, value])}
      />
    </div>
  )
}
