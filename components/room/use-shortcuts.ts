import { useEffect, useRef, useState } from 'react'

const key = 'colloquy.room.shortcuts'

/** Whether keys alone switch things; some people's software types letters, so it can be switched off for good. */
export function useShortcutsAllowed(): [boolean, (allowed: boolean) => void] {
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

const writes = 'input, textarea, select, [contenteditable], [role="menu"], [role="listbox"]'

/** Calls what belongs to a letter when it is pressed, unless somebody is writing or choosing. */
export function useShortcuts(actions: Record<string, () => void>, allowed: boolean): void {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    if (!allowed) return
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return
      if (event.target instanceof Element && event.target.closest(writes)) return
      const act = latest.current[event.key.toLowerCase()]
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [allowed])
}
