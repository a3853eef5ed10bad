'use client'

import { Check, ChevronsUpDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, type Ref, useEffect, useId, useRef, useState } from 'react'
import { cn } from './cn'
import { controlClasses } from './input'

export type ComboboxOption = {
  value: string
  label: string
  /** A second line under the label. */
  detail?: string
  /** Before the label: a portrait. */
  media?: ReactNode
}

type ComboboxProps = {
  options: ComboboxOption[]
  value: string
  onValueChange: (value: string) => void
  placeholder?: string
  /** When nothing matches what was typed. */
  emptyText?: string
  /** The choice that what was typed makes where no option has it as its value; it is taken when the box is left, too. */
  typedOption?: (typed: string) => ComboboxOption
  /** Its text box. */
  ref?: Ref<HTMLInputElement>
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean
}

const matches = (option: ComboboxOption, typed: string) =>
  `${option.label} ${option.detail ?? ''} ${option.value}`.toLowerCase().includes(typed.trim().toLowerCase())

/** A choice that is found by typing: a text box with a list below (the combobox pattern of the ARIA guide). */
export function Combobox({
  options,
  value,
  onValueChange,
  placeholder,
  emptyText,
  typedOption,
  ref,
  id,
  ...aria
}: ComboboxProps) {
  const t = useTranslations('ui.combobox')
  const ownId = useId()
  const inputId = id ?? ownId
  const listId = `${inputId}-list`
  const chosen = options.find((option) => option.value === value)
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState<string | null>(null)
  const [active, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  // Closed it holds nothing: with a portrait in each option it would be most of a page that only few open it on.
  const found = open ? options.filter((option) => typed === null || matches(option, typed)) : []
  const written = typed?.trim() ?? ''
  const isNew = written !== '' && !options.some((option) => option.value === written)
  const shown = open && typedOption && isNew ? [...found, typedOption(written)] : found

  useEffect(() => {
    if (open) list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [open, active])

  const show = () => {
    if (open) return
    setOpen(true)
    setActive(
      Math.max(
        0,
        options.findIndex((option) => option.value === value),
      ),
    )
  }
  const close = () => {
    setOpen(false)
    setTyped(null)
  }
  const choose = (option: ComboboxOption | undefined) => {
    if (option) onValueChange(option.value)
    close()
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape' && open) {
      event.stopPropagation()
      close()
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!open) return show()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((active + step + shown.length) % Math.max(1, shown.length))
    } else if (event.key === 'Enter' && open) {
      event.preventDefault()
      choose(shown[active])
    }
  }

  return (
    <div className="relative">
      <input
        {...aria}
        ref={ref}
        id={inputId}
        role="combobox"
        aria-expanded={open}
        data-takes-escape={open || undefined}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && shown[active] ? `${listId}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        placeholder={chosen ? chosen.label : placeholder}
        value={typed ?? chosen?.label ?? ''}
        onClick={show}
        onChange={(event) => {
          setOpen(true)
          setTyped(event.target.value)
          setActive(0)
        }}
        onFocus={(event) => event.target.select()}
        onBlur={() => (typedOption && written !== '' ? choose(typedOption(written)) : close())}
        onKeyDown={onKeyDown}
        className={cn(controlClasses, 'h-9 truncate pr-9 text-sm pointer-coarse:text-base')}
      />
      <ChevronsUpDown
        aria-hidden
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-2.5 size-4 text-muted"
      />
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={aria['aria-label'] ?? t('choices')}
        // A press must not take the focus from the text box before the click lands.
        onMouseDown={(event) => event.preventDefault()}
        hidden={!open}
        className="absolute inset-x-0 top-full z-30 mt-1 max-h-72 overflow-y-auto rounded-md border border-border bg-surface p-1 shadow-overlay"
      >
        {shown.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text box handles the keys
          <div
            key={option.value}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={option.value === value}
            onClick={() => choose(option)}
            onMouseMove={() => setActive(index)}
            className={cn(
              'flex cursor-default items-center gap-2.5 rounded-sm px-2 py-1.5',
              index === active && 'bg-subtle',
            )}
          >
            {option.media}
            <span className="min-w-0 flex-1">
              <span className="block truncate">{option.label}</span>
              {option.detail && <span className="block truncate text-muted text-xs">{option.detail}</span>}
            </span>
            {option.value === value && <Check aria-hidden className="size-4 shrink-0 text-accent" />}
          </div>
        ))}
      </div>
      {open && shown.length === 0 && (
        <p
          role="status"
          className="absolute inset-x-0 top-full z-30 mt-1 rounded-md border border-border bg-surface px-3 py-2 text-muted shadow-overlay"
        >
          {emptyText ?? t('nothingMatchesWhatYouTyped')}
        </p>
      )}
    </div>
  )
}
