import { rememberPreference } from './preference'

export type Theme = 'system' | 'light' | 'dark'

const changed = 'colloquy:theme'

/** The theme that is shown now. */
export function currentTheme(): Theme {
  const { theme } = document.documentElement.dataset
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

/** Calls `listener` when another theme is chosen in this page. */
export function subscribeTheme(listener: () => void): () => void {
  window.addEventListener(changed, listener)
  return () => window.removeEventListener(changed, listener)
}

/** Shows a theme, and remembers it in a cookie, which the server reads before it paints the first pixel. */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  rememberPreference('theme', theme === 'system' ? null : theme)
  window.dispatchEvent(new Event(changed))
}
