'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { wordsOf } from '@/components/shell/answers'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import type { Document } from '@/lib/domain/documents/schema'
import type { DocumentActions } from './answers'
import { tagsOf } from './tags'

type EditDocumentProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  document: Document
  update: DocumentActions['update']
}

/** Gives a document another name and other tags. */
export function EditDocument({ open, onOpenChange, document, update }: EditDocumentProps) {
  const t = useTranslations('documents.editDocument')
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('title')}>
      {open && <EditForm document={document} update={update} close={() => onOpenChange(false)} />}
    </Dialog>
  )
}

function EditForm({
  document,
  update,
  close,
}: Pick<EditDocumentProps, 'document' | 'update'> & { close(): void }) {
  const t = useTranslations('documents.editDocument')
  const failures = useTranslations('shell.failures')
  const client = useQueryClient()
  const [name, setName] = useState(document.document_name)
  const [tags, setTags] = useState(document.tags.join(', '))
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<{ message: string; field?: string }>()
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setRefusal(undefined)
    const change = { document_name: name, tags: tagsOf(tags) }
    const answer = await update(document.document_id, change).catch(() => null)
    setBusy(false)
    if (!answer?.ok) return setRefusal(answer ?? { message: failures('noAnswerToSave') })
    void client.invalidateQueries({ queryKey: ['document', document.document_id] })
    close()
  }
  const errorOf = (field: string) => (refusal?.field?.startsWith(field) ? wordsOf(refusal) : undefined)
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      <Field label={t('name')} error={errorOf('document_name')}>
        <Input autoComplete="off" value={name} onChange={({ target }) => setName(target.value)} />
      </Field>
      <Field label={t('tags')} hint={t('tagsHint')} error={errorOf('tags')}>
        <Input autoComplete="off" value={tags} onChange={({ target }) => setTags(target.value)} />
      </Field>
      {refusal && !refusal.field && <Notice tone="danger">{refusal.message}</Notice>}
      <div className="flex justify-end gap-2">
        <Button onClick={close}>{t('cancel')}</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}
