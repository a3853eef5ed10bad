'use client'

import { useTranslations } from 'next-intl'
import { memo, useState } from 'react'
import { onUse } from '@/components/ui/on-use'
import type { FormPart } from './form-part'

const View = onUse(() => import('./request-code-view').then((part) => part.RequestCodeView))

/** What a program sends to create the same conversation, as it is typed. */
export const RequestCode = memo(function RequestCode({ form }: FormPart) {
  const t = useTranslations('conversations.requestCode')
  const [open, setOpen] = useState(false)
  return (
    <details
      className="border-border border-t pt-4"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className="w-fit font-medium text-xs">{t('theSameAsARequest')}</summary>
      {open && <View form={form} />}
    </details>
  )
})
