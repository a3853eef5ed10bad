import { frameRights } from '../frame-rights'
import { styles } from './styles'

/**
 * A button in the corner of any page that opens a conversation over it:
 * `<script async src="https://…/client/widget.js" data-room="https://…/rooms/…" data-label="Talk to us"></script>`
 *
 * It needs of the page's content policy nothing but that it may load this script and frame its origin.
 */
const script = document.currentScript

/** The address of the room, if it is one of the site that the script came from: no page makes us frame another. */
function roomOf(source: string, given: string | undefined): string | null {
  if (!given || !URL.canParse(given, source)) return null
  const url = new URL(given, source)
  return url.origin === new URL(source).origin && url.pathname.startsWith('/rooms/') ? url.href : null
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  fields: Partial<HTMLElementTagNameMap[K]>,
): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(name), fields)
}

function start(room: string, label: string): void {
  const host = document.createElement('colloquy-widget')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets = [sheet]

  const opener = element('button', { type: 'button', className: 'open', textContent: label })
  const panel = element('div', { className: 'panel', hidden: true })
  panel.setAttribute('role', 'dialog')
  panel.setAttribute('aria-label', label)
  const bar = element('div', { className: 'bar' })
  const title = element('span', { className: 'title', textContent: label })
  const closer = element('button', { type: 'button', className: 'close', textContent: '×' })
  closer.setAttribute('aria-label', 'Close')
  bar.append(title, closer)
  panel.append(bar)
  root.append(opener, panel)

  const tell = (name: string) => host.dispatchEvent(new CustomEvent(`colloquy:${name}`, { bubbles: true }))

  function open(): void {
    // The room is loaded when somebody wants it, and not before.
    const frame = element('iframe', { src: room, title: label, allow: frameRights })
    panel.append(frame)
    panel.hidden = false
    opener.hidden = true
    frame.focus()
    tell('open')
  }

  /** Takes the room away: its frame leaves the conversation as a closed tab does. */
  function close(): void {
    panel.querySelector('iframe')?.remove()
    panel.hidden = true
    opener.hidden = false
    opener.focus()
    tell('close')
  }

  opener.addEventListener('click', open)
  closer.addEventListener('click', close)
  root.addEventListener('keydown', (event) => {
    if ((event as KeyboardEvent).key === 'Escape' && !panel.hidden) close()
  })
  document.body.append(host)
}

if (script instanceof HTMLScriptElement) {
  const room = roomOf(script.src, script.dataset.room)
  const label = script.dataset.label?.trim() || 'Talk to us'
  if (!room) {
    console.error(
      'Colloquy widget: data-room must be the meeting link of a room of the site this script comes from.',
    )
  } else if (document.body) start(room, label)
  else document.addEventListener('DOMContentLoaded', () => start(room, label))
}
