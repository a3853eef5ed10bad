'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import type { ActionAnswer } from '@/components/shell/answers'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { itemNameLength, type OutsideProvider, providerTitles } from '@/lib/domain/connections/rules'

type RenameItemProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocusTo: () => HTMLElement | null
  provider: OutsideProvider
  /** As it is called now. */
  name: string
  rename: (name: string) => Promise<ActionAnswer>
}

/** Gives something in the account another name. */
export function RenameItem({ provider, name, rename, ...dialog }: RenameItemProps) {
  const t = useTranslations('connections.renameItem')
  return (
    <Dialog
      {...dialog}
      title={t('title', { name })}
      description={t('description', { provider: providerTitles[provider] })}
    >
      <NameForm name={name} rename={rename} close={() => dialog.onOpenChange(false)} />
    </Dialog>
  )
}

function NameForm({ name, rename, close }: Pick<RenameItemProps, 'name' | 'rename'> & { close(): void }) {
  const t = useTranslations('connections.renameItem')
  const failures = useTranslations('shell.failures')
  const [typed, setTyped] = useState(name)
  const [busy, setBusy] = useState(false)
  const [isMissing, setMissing] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setRefusal(undefined)
    setMissing(typed.trim() === '')
    if (typed.trim() === '') return
    setBusy(true)
    const answer = await rename(typed).catch(() => null)
    setBusy(false)
    if (answer?.ok) return close()
    setRefusal(answer?.message ?? failures('unreachable'))
  }
  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {refusal && <Notice tone="danger">{refusal}</Notice>}
      <Field label={t('name')} error={isMissing && t('nameMissing')}>
        <Input
          autoComplete="off"
          dir="auto"
          maxLength={itemNameLength}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={close}>{t('cancel')}</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {t('rename')}
        </Button>
      </div>
    </form>
  )
}
