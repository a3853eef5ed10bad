'use client'

import { Check, Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ComponentProps, useEffect, useState } from 'react'
import { Button } from './button'

/** Where the clipboard is out of reach (plain http), an old way still copies. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.setAttribute('readonly', '')
  area.className = 'fixed opacity-0'
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

type CopyButtonProps = Omit<ComponentProps<typeof Button>, 'onClick'> & {
  /** What is copied, or what makes it when it is wanted. */
  text: string | (() => Promise<string>)
  /** Says what is copied, when the button shows only its icon. */
  label?: string
}

/** Copies `text` and says so, or that it could not. */
export function CopyButton({ text, label, children, ...props }: CopyButtonProps) {
  const t = useTranslations('ui.copyButton')
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 2000)
    return () => clearTimeout(timer)
  }, [state])
  const said = state === 'idle' ? '' : t(state)
  return (
    <Button
      aria-label={children ? undefined : (label ?? t('copy'))}
      size={children ? 'sm' : 'icon-sm'}
      {...props}
      onClick={async () => {
        const made = await (typeof text === 'string' ? text : text().catch(() => null))
        setState(made !== null && (await copy(made)) ? 'done' : 'failed')
      }}
    >
      {state === 'done' ? <Check aria-hidden /> : <Copy aria-hidden />}
      {children && (said || children)}
      <span role="status" className="sr-only">
        {said}
      </span>
    </Button>
  )
}
