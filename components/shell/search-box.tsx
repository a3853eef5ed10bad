'use client'

import { Search } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { Input } from '@/components/ui/input'

/** Typing pauses this long before the list is asked for. Milliseconds. */
const typingPause = 250

type SearchBoxProps = { label: string; placeholder: string; text: string; onText: (text: string) => void }

/** What the text box holds, told when typing pauses. */
export function SearchBox({ label, placeholder, text, onText }: SearchBoxProps) {
  const [typed, setTyped] = useState(text)
  const [known, setKnown] = useState(text)
  if (text !== known) {
    setKnown(text)
    setTyped(text)
  }
  const tell = useEffectEvent(() => onText(typed.trim()))
  useEffect(() => {
    if (typed.trim() === text) return
    const timer = setTimeout(tell, typingPause)
    return () => clearTimeout(timer)
  }, [typed, text])
  return (
    // Of one width from the start: one that grew would push what the browser had drawn of the bar before the rest came.
    <span className="relative block min-w-48 flex-1 sm:w-56 sm:flex-none">
      <Search aria-hidden className="-translate-y-1/2 absolute top-1/2 left-2.5 size-4 text-muted" />
      <Input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="pl-8"
      />
    </span>
  )
}
