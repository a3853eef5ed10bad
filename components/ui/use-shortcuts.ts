import { useEffect, useRef, useState } from 'react'

/**
 * Whether keys alone do things, remembered under `key`; some people's software types letters, so it can be switched off
 * for good.
 */
export function useShortcutsAllowed(key: string): [boolean, (allowed: boolean) => void] {
  const [allowed, setAllowed] = useState(() => {
    try {
      return window.localStorage.getItem(key) !== 'off'
    } catch {
      return true
    }
  })
  return [
    allowed,
    (next) => {
      setAllowed(next)
      try {
        window.localStorage.setItem(key, next ? 'on' : 'off')
      } catch {
        // Storage is blocked: it is so until the page is left.
      }
    },
  ]
}

const writes = 'input, textarea, select, [contenteditable], [role="menu"], [role="listbox"], [role="dialog"]'

/** Milliseconds within which the second key of two has to come. */
const together = 1000

/**
 * Calls what belongs to a key, or to two one after the other (`g c`), when they are pressed, unless somebody is writing
 * or choosing.
 */
export function useShortcuts(actions: Record<string, () => void>, allowed: boolean): void {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    if (!allowed) return
    let first: { key: string; at: number } | null = null
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return
      if (event.target instanceof Element && event.target.closest(writes)) return
      const key = event.key.toLowerCase()
      const begun = first && event.timeStamp - first.at < together ? `${first.key} ${key}` : key
      const act = latest.current[begun] ?? latest.current[key]
      const begins = Object.keys(latest.current).some((keys) => keys.startsWith(`${key} `))
      first = begins && !act ? { key, at: event.timeStamp } : null
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [allowed])
}
