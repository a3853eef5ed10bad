'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { useFormState, useWatch } from 'react-hook-form'
import { ReadFailure } from '@/components/shell/read-failure'
import { InlineError } from '@/components/ui/inline-error'
import { Notice } from '@/components/ui/notice'
import { Spinner } from '@/components/ui/spinner'
import { catalogueQuery } from '@/lib/client/queries'
import { type OutsideProvider, providerTitles } from '@/lib/domain/connections/rules'
import type { CatalogueWire } from '@/lib/domain/connections/schema'
import { castTile } from './cast-tile'
import type { FormPart } from './form-part'
import { Initial } from './initial'
import { PersonaField } from './persona-field'
import { type FormCast, firstCast } from './place'

type OutsideCastFieldsProps = FormPart & {
  provider: OutsideProvider
  /** Chooses in place of somebody who has chosen nobody yet. */
  choose: (cast: FormCast) => void
}

/** Who talks in an account elsewhere: its personas and replicas, as they were read last. */
export function OutsideCastFields({ form, provider, choose }: OutsideCastFieldsProps) {
  const t = useTranslations('conversations.outsideCastFields')
  const name = providerTitles[provider]
  const { data, error, refetch } = useQuery(catalogueQuery(provider))
  const [personaId, replicaId] = useWatch({ control: form.control, name: ['persona_id', 'replica_id'] })
  useEffect(() => {
    if (!data || personaId || replicaId) return
    const first = firstCast(data)
    if (first.persona_id || first.replica_id) choose(first)
  }, [data, personaId, replicaId, choose])
  if (!data) {
    if (error) return <ReadFailure error={error} onRetry={() => void refetch()} />
    return (
      <p role="status" className="flex min-h-40 items-center justify-center gap-2 text-muted">
        <Spinner /> {t('reading', { name })}
      </p>
    )
  }
  if (data.personas.length === 0 && data.replicas.length === 0) return <Notice>{t('none', { name })}</Notice>
  return (
    <>
      {error && <ReadFailure error={error} onRetry={() => void refetch()} />}
      <PersonaChoice form={form} catalogue={data} />
      <ReplicaChoice form={form} catalogue={data} personaId={personaId} />
    </>
  )
}

type ChoiceProps = FormPart & { catalogue: CatalogueWire }

function PersonaChoice({ form, catalogue: { personas, replicas } }: ChoiceProps) {
  const t = useTranslations('conversations.outsideCastFields')
  const faceOf = (id: string | null) =>
    replicas.find(({ replica_id }) => replica_id === id)?.replica_name ?? ''
  const options = personas.map(({ persona_id, persona_name, persona_type, default_replica_id }) => ({
    value: persona_id,
    label: persona_name,
    detail: persona_type === 'system' ? t('stock', { id: persona_id }) : persona_id,
    media: <Initial name={faceOf(default_replica_id) || persona_name} className="size-7 text-xs" />,
  }))
  return <PersonaField form={form} options={options} />
}

function ReplicaChoice({
  form: { control, register },
  catalogue: { personas, replicas },
  personaId,
}: ChoiceProps & { personaId: string | undefined }) {
  const t = useTranslations('conversations.outsideCastFields')
  const { errors } = useFormState({ control })
  const persona = personas.find(({ persona_id }) => persona_id === personaId)
  const own = replicas.find(({ replica_id }) => replica_id === persona?.default_replica_id)
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium">{t('replica')}</legend>
      <div className="-m-1 grid max-h-96 grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))] gap-2 overflow-y-auto p-1">
        <label className={castTile}>
          <input type="radio" value="" className="sr-only" {...register('replica_id')} />
          <Initial name={own?.replica_name ?? ''} className="size-14 text-xl" />
          <span>{t('personasOwn')}</span>
        </label>
        {replicas.map(({ replica_id, replica_name, is_ready }) => (
          <label key={replica_id} className={castTile}>
            <input
              type="radio"
              value={replica_id}
              className="sr-only"
              {...register('replica_id')}
              disabled={!is_ready}
            />
            <Initial name={replica_name} className="size-14 text-xl" />
            <span dir="auto" className={is_ready ? undefined : 'text-muted'}>
              {replica_name}
            </span>
            {!is_ready && <span className="text-muted">{t('inTraining')}</span>}
          </label>
        ))}
      </div>
      {errors.replica_id?.message && (
        <InlineError className="mt-1.5">{errors.replica_id.message}</InlineError>
      )}
    </fieldset>
  )
}
