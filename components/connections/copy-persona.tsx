'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CloudUpload } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ReadFailure } from '@/components/shell/read-failure'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Link } from '@/components/ui/link'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { Spinner } from '@/components/ui/spinner'
import { catalogueQuery, providersQuery } from '@/lib/client/queries'
import { type OutsideProvider, providerTitles } from '@/lib/domain/connections/rules'
import type { ProviderList } from '@/lib/domain/connections/schema'
import type { Persona } from '@/lib/domain/personas/schema'
import type { CopyPersona as Copy } from './answers'
import { type CatalogueItem, catalogueItems } from './catalogue-items'

type CopyPersonaProps = {
  provider: OutsideProvider
  /** As the server read them with the page. */
  initial: ProviderList
  persona: Pick<Persona, 'persona_id' | 'persona_name'>
  copy: Copy
}

/** Makes a persona of ours in the workspace's account, too; nothing while it has none. */
export function CopyPersona({ provider, initial, persona, copy }: CopyPersonaProps) {
  const t = useTranslations('connections.copyPersona')
  const { data } = useQuery({ ...providersQuery(), initialData: initial })
  const [open, setOpen] = useState(false)
  const [madeId, setMadeId] = useState<string>()
  const name = providerTitles[provider]
  if (!data.data.some((each) => each.provider === provider && each.is_connected)) return null
  return (
    <>
      <Button
        variant="ghost"
        onClick={() => {
          setMadeId(undefined)
          setOpen(true)
        }}
      >
        <CloudUpload aria-hidden />
        {t('copyTo', { name })}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={madeId ? t('madeTitle', { name }) : t('title', { persona: persona.persona_name, name })}
        description={madeId ? t('made', { persona: persona.persona_name, id: madeId }) : t('what', { name })}
      >
        {madeId ? (
          <Made provider={provider} personaId={madeId} close={() => setOpen(false)} />
        ) : (
          <CopyForm
            provider={provider}
            copy={(replicaId) => copy(provider, persona.persona_id, replicaId)}
            onMade={setMadeId}
            close={() => setOpen(false)}
          />
        )}
      </Dialog>
    </>
  )
}

type CopyFormProps = {
  provider: OutsideProvider
  copy: (replicaId: string) => ReturnType<Copy>
  onMade: (personaId: string) => void
  close: () => void
}

function CopyForm({ provider, copy, onMade, close }: CopyFormProps) {
  const t = useTranslations('connections.copyPersona')
  const failures = useTranslations('shell.failures')
  const client = useQueryClient()
  const catalogue = useQuery(catalogueQuery(provider))
  const [replicaId, setReplicaId] = useState('')
  const [busy, setBusy] = useState(false)
  const [isMissing, setMissing] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  const name = providerTitles[provider]
  if (!catalogue.data) {
    if (catalogue.error)
      return <ReadFailure error={catalogue.error} onRetry={() => void catalogue.refetch()} />
    return (
      <p role="status" className="flex min-h-24 items-center justify-center gap-2 text-muted">
        <Spinner /> {t('reading', { name })}
      </p>
    )
  }
  const replicas = catalogueItems(catalogue.data, 'replicas', '').filter(({ isReady }) => isReady)
  if (replicas.length === 0) return <Notice>{t('noReplica', { name })}</Notice>
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setRefusal(undefined)
    setMissing(replicaId === '')
    if (replicaId === '') return
    setBusy(true)
    const answer = await copy(replicaId).catch(() => null)
    // The form that its link opens looks for the persona there.
    if (answer?.ok) await client.invalidateQueries({ queryKey: catalogueQuery(provider).queryKey })
    setBusy(false)
    if (answer?.ok) return onMade(answer.id)
    setRefusal(answer?.message ?? failures('unreachable'))
  }
  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {refusal && <Notice tone="danger">{refusal}</Notice>}
      <Field label={t('replica')} hint={t('replicaHint', { name })} error={isMissing && t('replicaMissing')}>
        <Select value={replicaId} onChange={({ target }) => setReplicaId(target.value)}>
          <option value="">{t('choose')}</option>
          <Replicas label={t('own')} items={replicas.filter(({ isStock }) => !isStock)} />
          <Replicas label={t('stock')} items={replicas.filter(({ isStock }) => isStock)} />
        </Select>
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={close}>{t('cancel')}</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {t('copy')}
        </Button>
      </div>
    </form>
  )
}

function Replicas({ label, items }: { label: string; items: CatalogueItem[] }) {
  if (items.length === 0) return null
  return (
    <optgroup label={label}>
      {items.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </optgroup>
  )
}

type MadeProps = { provider: OutsideProvider; personaId: string; close: () => void }

/** What to do with it next. */
function Made({ provider, personaId, close }: MadeProps) {
  const t = useTranslations('connections.copyPersona')
  const address = new URLSearchParams({ provider, persona: personaId })
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <Button onClick={close}>{t('done')}</Button>
      <Button asChild variant="primary">
        <Link href={`/conversations/new?${address}`}>{t('use')}</Link>
      </Button>
    </div>
  )
}
