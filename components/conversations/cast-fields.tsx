'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type ComponentProps, memo, useState } from 'react'
import { useFormState, useWatch } from 'react-hook-form'
import { LiveFace } from '@/components/replicas/live-face'
import { Portrait } from '@/components/replicas/portrait'
import { useAttention } from '@/components/replicas/use-attention'
import { ReadFailure } from '@/components/shell/read-failure'
import { InlineError } from '@/components/ui/inline-error'
import { personaQuery } from '@/lib/client/queries'
import type { PersonaOutline } from '@/lib/domain/personas/schema'
import type { Replica } from '@/lib/domain/replicas/schema'
import { castTile } from './cast-tile'
import type { FormPart } from './form-part'
import { PersonaField } from './persona-field'

type CastFieldsProps = FormPart & { personas: PersonaOutline[]; replicas: Replica[] }

/** Who talks: the persona by typing its name, the replica by its face. */
export const CastFields = memo(function CastFields({ form, personas, replicas }: CastFieldsProps) {
  const t = useTranslations('conversations.castFields')
  const { control, register } = form
  const { errors } = useFormState({ control })
  const personaId = useWatch({ control, name: 'persona_id' })
  const faceOf = (id: string | null) => replicas.find((replica) => replica.replica_id === id)
  const persona = personas.find((candidate) => candidate.persona_id === personaId)
  const own = faceOf(persona?.default_replica_id ?? null)
  const options = [
    { value: '', label: t('noPersona'), detail: t('noPersonaDetail') },
    ...personas.map((candidate) => ({
      value: candidate.persona_id,
      label: candidate.persona_name,
      detail: candidate.persona_id,
      media: <Portrait look={faceOf(candidate.default_replica_id)?.look} className="size-7" />,
    })),
  ]
  return (
    <>
      <PersonaField form={form} options={options} />
      {persona && <WhatItIsTold key={persona.persona_id} persona={persona} />}
      <fieldset className="min-w-0">
        <legend className="mb-1.5 font-medium">{t('replica')}</legend>
        <div className="grid grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))] gap-2">
          <label className={castTile}>
            <input type="radio" value="" className="sr-only" {...register('replica_id')} />
            <Portrait look={own?.look} className="size-14" />
            <span>{t('personasDefault')}</span>
          </label>
          {replicas.map((replica) => (
            <ReplicaChoice
              key={replica.replica_id}
              replica={replica}
              input={{ value: replica.replica_id, ...register('replica_id') }}
            />
          ))}
        </div>
        {errors.replica_id?.message && (
          <InlineError className="mt-1.5">{errors.replica_id.message}</InlineError>
        )}
      </fieldset>
    </>
  )
})

/** The prompt of a persona, read when somebody wants to see it. */
function WhatItIsTold({ persona }: { persona: PersonaOutline }) {
  const t = useTranslations('conversations.castFields')
  const [open, setOpen] = useState(false)
  const { data, error, refetch } = useQuery({ ...personaQuery(persona.persona_id), enabled: open })
  return (
    <details
      className="-mt-2 text-muted text-xs"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className="w-fit underline-offset-4 hover:underline">
        {t('whatItIsTold', { personaName: persona.persona_name })}
      </summary>
      {error && <ReadFailure error={error} onRetry={() => void refetch()} />}
      <p
        dir="auto"
        aria-busy={!data}
        className="mt-2 max-h-48 min-h-5 overflow-y-auto whitespace-pre-wrap border-border border-l-2 pl-3"
      >
        {data?.system_prompt}
      </p>
    </details>
  )
}

/** A replica by its face, which moves while somebody looks at this choice. */
function ReplicaChoice({ replica, input }: { replica: Replica; input: ComponentProps<'input'> }) {
  const { active, handlers } = useAttention()
  return (
    <label className={castTile} {...handlers}>
      <input type="radio" className="sr-only" {...input} />
      <LiveFace look={replica.look} active={active} className="size-14" />
      <span dir="auto">{replica.replica_name}</span>
    </label>
  )
}
