'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import type { SaveAnswer } from '@/components/shell/answers'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Link } from '@/components/ui/link'
import { Notice } from '@/components/ui/notice'
import { laterResolver } from '@/lib/client/later-resolver'
import { requestKeys } from '@/lib/client/request-key'
import type { ReplicaRequest } from '@/lib/domain/replicas/schema'
import { LiveFace } from './live-face'
import { LookEditor } from './look-editor'
import { type SpeakSample, useSample } from './use-sample'
import { VoiceEditor } from './voice-editor'

const resolver = laterResolver(async () => (await import('@/lib/domain/replicas/schema')).replicaRequest)

type ReplicaFormProps = {
  /** The one that is changed; null for a new one. */
  replicaId: string | null
  initial: ReplicaRequest
  save: (replicaId: string | null, requestKey: string, request: ReplicaRequest) => Promise<SaveAnswer>
  speak: SpeakSample
}

/** Makes a face and a voice. The person in the picture is drawn as in conversations, and speaks as there. */
export function ReplicaForm({ replicaId, initial, save, speak }: ReplicaFormProps) {
  const t = useTranslations('replicas.replicaForm')
  const router = useRouter()
  const [keyFor] = useState(requestKeys)
  const player = useSample(speak)
  const failures = useTranslations('shell.failures')
  const [refusal, setRefusal] = useState<string>()
  const [saved, setSaved] = useState(false)
  const { register, watch, setValue, handleSubmit, formState } = useForm<ReplicaRequest>({
    resolver,
    defaultValues: initial,
  })
  const [look, voice, name] = watch(['look', 'voice', 'replica_name'])
  const submit = handleSubmit(async (values) => {
    setRefusal(undefined)
    const answer = await save(replicaId, keyFor(values), values).catch(() => null)
    if (answer?.ok) {
      setSaved(true)
      return router.push('/replicas')
    }
    setRefusal(answer?.message ?? failures('noAnswerToSave'))
  })
  return (
    <form
      method="post"
      noValidate
      onSubmit={submit}
      className="grid gap-8 lg:grid-cols-[18rem_minmax(0,1fr)] lg:gap-12"
    >
      <div className="flex flex-col gap-4 lg:sticky lg:top-19 lg:self-start">
        <LiveFace
          look={look}
          alt={t('preview')}
          large
          active
          mouth={player.mouth}
          first="18rem"
          className="w-full max-w-72"
        />
        {refusal && <Notice tone="danger">{refusal}</Notice>}
        <div className="flex gap-2">
          <Button type="submit" variant="primary" busy={formState.isSubmitting || saved}>
            {replicaId ? t('saveReplica') : t('createReplica')}
          </Button>
          <Button asChild variant="ghost">
            <Link href="/replicas">{t('cancel')}</Link>
          </Button>
        </div>
      </div>
      <div className="flex min-w-0 flex-col gap-8">
        <Field label={t('name')} error={formState.errors.replica_name?.message} className="max-w-md">
          <Input autoComplete="off" {...register('replica_name')} />
        </Field>
        <section aria-labelledby="look">
          <h2 id="look" className="mb-2 font-semibold">
            {t('look')}
          </h2>
          <LookEditor look={look} onChange={(next) => setValue('look', next, { shouldDirty: true })} />
        </section>
        <section aria-labelledby="voice">
          <h2 id="voice" className="mb-3 font-semibold">
            {t('voice')}
          </h2>
          <VoiceEditor
            voice={voice}
            onChange={(next) => setValue('voice', next, { shouldDirty: true })}
            player={player}
            name={name}
          />
        </section>
      </div>
    </form>
  )
}
