'use client'

import { Play, Square } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { languageInWords } from '@/components/conversations/words'
import type { KnownDocument } from '@/components/documents/answers'
import { KnowledgePicker } from '@/components/documents/knowledge-picker'
import { LiveFace } from '@/components/replicas/live-face'
import { Portrait } from '@/components/replicas/portrait'
import { type SpeakSample, useSample } from '@/components/replicas/use-sample'
import { type SaveAnswer, wordsOf } from '@/components/shell/answers'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { InlineError } from '@/components/ui/inline-error'
import { Input } from '@/components/ui/input'
import { Link } from '@/components/ui/link'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { formatCount } from '@/lib/client/format'
import { laterResolver } from '@/lib/client/later-resolver'
import { requestKeys } from '@/lib/client/request-key'
import { defaultGreeting } from '@/lib/domain/conversations/rules'
import { personaLimits } from '@/lib/domain/personas/rules'
import type { PersonaRequest } from '@/lib/domain/personas/schema'
import type { Replica } from '@/lib/domain/replicas/schema'
import { languages, notedLanguage } from '@/lib/protocol/languages'
import { LayerFields } from './layer-fields'
import type { SavedPersona } from './new-persona'
import { layersTyped, typedLayers } from './typed-layers'

const examples = ['support', 'interviewer', 'tutor'] as const

const resolver = laterResolver(async () => (await import('@/lib/domain/personas/schema')).personaRequest, {
  raw: true,
})

type PersonaFormProps = {
  /** The one that is changed; null for a new one. */
  personaId: string | null
  /** The one that a new one is made from: its secrets are copied where they are kept. */
  copyOf?: string | null
  initial: PersonaRequest
  replicas: Replica[]
  documents: KnownDocument[]
  save: (which: SavedPersona, request: PersonaRequest) => Promise<SaveAnswer>
  speak: SpeakSample
}

/** What a persona is told and knows, and who plays it, with face and voice beside it. */
export function PersonaForm({
  personaId,
  copyOf = null,
  initial,
  replicas,
  documents,
  save,
  speak,
}: PersonaFormProps) {
  const t = useTranslations('personas.personaForm')
  const exampleWords = useTranslations('personas.examples')
  const words = useTranslations('conversations.words')
  const notes = useTranslations('conversations.languageNotes')
  const failures = useTranslations('shell.failures')
  const layerWords = useTranslations('personas.layerFields')
  const router = useRouter()
  const [keyFor] = useState(requestKeys)
  const [refusal, setRefusal] = useState<string>()
  const [saved, setSaved] = useState(false)
  const { layers: before = {}, ...plain } = initial
  const [began] = useState(() => typedLayers(before))
  const [typed, setTyped] = useState(began)
  const [layerErrors, setLayerErrors] = useState<Partial<Record<string, string>>>({})
  const { register, watch, setValue, setError, getValues, handleSubmit, formState } = useForm<PersonaRequest>(
    {
      resolver,
      defaultValues: plain,
    },
  )
  const { errors } = formState
  const [prompt = '', context, replicaId, language, documentIds = [], documentTags = []] = watch([
    'system_prompt',
    'context',
    'default_replica_id',
    'language',
    'document_ids',
    'document_tags',
  ])
  const submit = (next: (id: string) => string) =>
    handleSubmit(async (values) => {
      setRefusal(undefined)
      setLayerErrors({})
      const read = layersTyped(typed, before)
      if ('problem' in read) {
        setLayerErrors({ [read.field]: layerWords(`unreadable.${read.problem}`) })
        return setRefusal(t('modelsUnreadable'))
      }
      const request = { ...values, layers: read.layers }
      const which = { personaId, requestKey: keyFor(request), copyOf }
      const answer = await save(which, request).catch(() => null)
      if (answer?.ok) {
        setSaved(true)
        return router.push(next(answer.id))
      }
      if (answer?.field && answer.field in getValues()) {
        setError(answer.field as 'persona_name', { message: wordsOf(answer) }, { shouldFocus: true })
      }
      const place = placeOf(answer?.field)
      if (place && answer) setLayerErrors({ [place]: wordsOf(answer) })
      setRefusal(answer?.message ?? failures('noAnswerToSave'))
    })
  const noted = notedLanguage(language || 'english')
  const toPersona = (id: string) => `/personas/${id}`
  const toTalk = (id: string) => `/conversations/new?persona=${id}`
  const busy = formState.isSubmitting || saved
  return (
    <form
      method="post"
      noValidate
      onSubmit={submit(toPersona)}
      className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_18rem] lg:gap-12"
    >
      <div className="flex min-w-0 flex-col gap-5">
        <Field label={t('name')} error={errors.persona_name?.message} className="max-w-md">
          <Input autoComplete="off" {...register('persona_name')} />
        </Field>
        <div>
          <Field
            label={t('prompt')}
            hint={t('promptHint')}
            aside={t('lengthOfMost', {
              length: formatCount(prompt.length),
              most: formatCount(personaLimits.prompt),
            })}
            error={errors.system_prompt?.message}
          >
            <Textarea rows={10} {...register('system_prompt')} />
          </Field>
          {prompt === '' && (
            <p className="mt-1.5 flex flex-wrap gap-x-3 text-muted text-xs">
              {t('startFromAnExample')}
              {examples.map((example) => (
                <Button
                  key={example}
                  variant="link"
                  size="sm"
                  onClick={() =>
                    setValue('system_prompt', exampleWords(`${example}.prompt`), { shouldDirty: true })
                  }
                >
                  {exampleWords(`${example}.name`)}
                </Button>
              ))}
            </p>
          )}
        </div>
        <Field
          label={t('knowledge')}
          hint={t('knowledgeHint')}
          aside={t('lengthOfMost', {
            length: formatCount(context?.length ?? 0),
            most: formatCount(personaLimits.context),
          })}
          error={errors.context?.message}
        >
          <Textarea rows={8} {...register('context')} />
        </Field>
        <KnowledgePicker
          documents={documents}
          hint={t('documentsHint')}
          ids={documentIds}
          tags={documentTags}
          onIdsChange={(ids) => setValue('document_ids', ids, { shouldDirty: true })}
          onTagsChange={(tags) => setValue('document_tags', tags, { shouldDirty: true })}
          errors={{ ids: errors.document_ids?.message, tags: errors.document_tags?.message }}
        />
        <Field
          label={t('language')}
          hint={noted ? notes(noted) : t('languageHint')}
          error={errors.language?.message}
          className="max-w-md"
        >
          <Select {...register('language')}>
            <option value="">{t('noLanguage')}</option>
            {languages.map((name) => (
              <option key={name} value={name}>
                {languageInWords(name, words)}
              </option>
            ))}
          </Select>
        </Field>
        <LayerFields
          typed={typed}
          change={setTyped}
          initial={began}
          errors={layerErrors}
          pipeline={
            <Field
              label={t('pipeline')}
              hint={t('pipelineHint')}
              error={errors.pipeline_mode?.message}
              className="max-w-md"
            >
              <Select {...register('pipeline_mode')}>
                <option value="full">{t('pipelineFull')}</option>
                <option value="echo">{t('pipelineEcho')}</option>
              </Select>
            </Field>
          }
        />
      </div>
      <aside aria-label={t('whoPlaysIt')} className="flex flex-col gap-4 lg:sticky lg:top-19 lg:self-start">
        <Playing
          replica={replicas.find(({ replica_id }) => replica_id === replicaId)}
          language={language || 'english'}
          speak={speak}
        />
        <Field label={t('defaultReplica')} hint={t('replicaHint')} error={errors.default_replica_id?.message}>
          <Select {...register('default_replica_id')}>
            <option value="">{t('noReplica')}</option>
            {replicas.map(({ replica_id, replica_name }) => (
              <option key={replica_id} value={replica_id}>
                {replica_name}
              </option>
            ))}
          </Select>
        </Field>
        {refusal && <Notice tone="danger">{refusal}</Notice>}
        <div className="flex flex-col items-stretch gap-2">
          <Button type="submit" variant="primary" busy={busy}>
            {personaId ? t('savePersona') : t('createPersona')}
          </Button>
          <Button disabled={busy} onClick={submit(toTalk)}>
            {t('saveAndTalkToIt')}
          </Button>
          <Button asChild variant="ghost">
            <Link href={personaId ? toPersona(personaId) : '/personas'}>{t('cancel')}</Link>
          </Button>
        </div>
      </aside>
    </form>
  )
}

/** Where the form shows what is wrong with a field of the layers; undefined for other fields. */
function placeOf(field: string | undefined): string | undefined {
  const [, place] = /^layers\.(.+)$/.exec(field ?? '') ?? []
  switch (place) {
    case 'tts.external_voice_id':
    case 'tts.voice_id':
      return 'tts.voice'
    case 'conversational_flow.turn_taking_patience':
      return 'patience'
    case 'conversational_flow.replica_interruptibility':
      return 'interruptibility'
    default:
      return place
  }
}

type PlayingProps = { replica: Replica | undefined; language: string; speak: SpeakSample }

/** The face of whoever plays the persona, saying the first line of a conversation. */
function Playing({ replica, language, speak }: PlayingProps) {
  const t = useTranslations('personas.personaForm')
  const player = useSample(speak)
  if (!replica) return <Portrait look={undefined} className="aspect-square size-auto w-full max-w-72" />
  const { voice } = replica
  const sample = {
    text: defaultGreeting,
    language: language === 'multilingual' ? 'english' : language,
    voice,
  }
  return (
    <>
      <LiveFace
        look={replica.look}
        alt={t('portraitOf', { replicaName: replica.replica_name })}
        large
        active
        mouth={player.mouth}
        first="18rem"
        className="w-full max-w-72"
      />
      {player.state === 'speaking' ? (
        <Button onClick={player.stop} size="sm" className="self-start">
          <Square aria-hidden />
          {t('stop')}
        </Button>
      ) : (
        <Button
          size="sm"
          className="self-start"
          busy={player.state === 'asking'}
          onClick={() => void player.play(sample)}
        >
          <Play aria-hidden />
          {t('hear', { replicaName: replica.replica_name })}
        </Button>
      )}
      {player.error && <InlineError>{player.error}</InlineError>}
    </>
  )
}
