'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { wordsOf } from '@/components/shell/answers'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { SwitchField } from '@/components/ui/switch'
import { requestKeys } from '@/lib/client/request-key'
import { crawlBounds } from '@/lib/domain/documents/rules/limits'
import type { DocumentActions } from './answers'
import { tagsOf } from './tags'

type AddAddressProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  add: DocumentActions['add']
  onAdded: () => void
}

const empty = { address: '', tags: '', crawls: false, depth: '1', pages: '10' }

/** What a refusal can be about that has a place in the form; within a list it names the part as well (`tags.0`). */
const fields = ['document_url', 'tags', 'crawl.depth', 'crawl.max_pages'] as const

/** Adds a page of the web, a file that stands there, or a site. */
export function AddAddress({ open, onOpenChange, add, onAdded }: AddAddressProps) {
  const t = useTranslations('documents.addAddress')
  const failures = useTranslations('shell.failures')
  const [values, setValues] = useState(empty)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<{ message: string; field?: string }>()
  const [keyFor, setKeyFor] = useState(requestKeys)
  const set = (change: Partial<typeof empty>) => setValues((before) => ({ ...before, ...change }))
  const place = fields.find((name) => refusal?.field === name || refusal?.field?.startsWith(`${name}.`))
  const errorOf = (field: (typeof fields)[number]) =>
    refusal && place === field ? wordsOf(refusal) : undefined
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setRefusal(undefined)
    const { address, tags, crawls, depth, pages } = values
    const request = {
      document_url: address.trim(),
      tags: tagsOf(tags),
      ...(crawls && { crawl: { depth: Number(depth), max_pages: Number(pages) } }),
    }
    const answer = await add(keyFor(request), request).catch(() => null)
    setBusy(false)
    if (!answer?.ok) return setRefusal(answer ?? { message: failures('noAnswerToSave') })
    // The same again would be another document.
    setKeyFor(requestKeys)
    setValues(empty)
    onOpenChange(false)
    onAdded()
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('title')}
      description={t('description')}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t('cancel')}</Button>
          <Button type="submit" form="add-address" variant="primary" busy={busy}>
            {t('add')}
          </Button>
        </>
      }
    >
      <form id="add-address" noValidate onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t('address')} error={errorOf('document_url')}>
          <Input
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://example.com/help"
            value={values.address}
            onChange={({ target }) => set({ address: target.value })}
          />
        </Field>
        <Field label={t('tags')} hint={t('tagsHint')} error={errorOf('tags')}>
          <Input
            autoComplete="off"
            value={values.tags}
            onChange={({ target }) => set({ tags: target.value })}
          />
        </Field>
        <SwitchField
          label={t('crawl')}
          hint={t('crawlHint')}
          checked={values.crawls}
          onCheckedChange={(crawls) => set({ crawls })}
        />
        {values.crawls && (
          <div className="grid grid-cols-2 gap-4">
            <Field label={t('depth')} error={errorOf('crawl.depth')}>
              <Input
                type="number"
                min={crawlBounds.depth.least}
                max={crawlBounds.depth.most}
                value={values.depth}
                onChange={({ target }) => set({ depth: target.value })}
              />
            </Field>
            <Field label={t('pages')} error={errorOf('crawl.max_pages')}>
              <Input
                type="number"
                min={crawlBounds.pages.least}
                max={crawlBounds.pages.most}
                value={values.pages}
                onChange={({ target }) => set({ pages: target.value })}
              />
            </Field>
          </div>
        )}
        {refusal && !place && <Notice tone="danger">{refusal.message}</Notice>}
      </form>
    </Dialog>
  )
}
