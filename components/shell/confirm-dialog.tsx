'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import type { ActionAnswer } from './answers'

type ConfirmDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description: ReactNode
  /** What else there is to choose. */
  children?: ReactNode
  /** The verb on the button. */
  verb: string
  act: () => Promise<ActionAnswer>
  onDone?: () => void
  returnFocusTo?: () => HTMLElement | null
}

/** Asks before something that cannot be undone, and stays open with the reason when it fails. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  verb,
  act,
  onDone,
  returnFocusTo,
}: ConfirmDialogProps) {
  const t = useTranslations('shell.confirmDialog')
  const failures = useTranslations('shell.failures')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const confirm = async () => {
    setBusy(true)
    setError(undefined)
    const answer = await act().catch(() => null)
    setBusy(false)
    if (answer?.ok) {
      onOpenChange(false)
      onDone?.()
    } else {
      setError(answer ? answer.message : failures('unreachable'))
    }
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setError(undefined)
        onOpenChange(next)
      }}
      title={title}
      description={description}
      returnFocusTo={returnFocusTo}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t('cancel')}</Button>
          <Button variant="danger" busy={busy} onClick={confirm}>
            {verb}
          </Button>
        </>
      }
    >
      {children}
      {error && <Notice tone="danger">{error}</Notice>}
    </Dialog>
  )
}
