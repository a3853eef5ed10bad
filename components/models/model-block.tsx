'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useId, useRef, useState } from 'react'
import type { FormState } from '@/components/accounts/form-state'
import { wordsOf } from '@/components/shell/answers'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { secretMask } from '@/lib/domain/models/rules/secrets'
import type {
  ModelPart,
  ModelTrial,
  WorkspaceModels,
  WorkspaceModelsUpdate,
} from '@/lib/domain/models/schema'
import type { FoundServer } from '@/lib/protocol/model-trial'
import { endpointTyped, forgotten, masked, movedTo, type Typed, typedOf } from './endpoint-form'
import { type FindAnswer, FindModels } from './find-models'
import { MoreFields } from './more-fields'
import { builtIn, choiceOf, other, presetsFor } from './presets'
import { type TrialAnswer, TrialResult } from './trial-result'

type ModelBlockProps = {
  part: ModelPart
  stored: WorkspaceModels[ModelPart]
  disabled: boolean
  save: (update: WorkspaceModelsUpdate) => Promise<FormState>
  tryOut: (trial: ModelTrial) => Promise<TrialAnswer>
  /** Looks for servers on the machine of the installation. */
  find?: () => Promise<FindAnswer>
}

type Errors = Partial<Record<string, string>>

/** With what the workspace thinks, speaks or hears: what is built in, or a server of the OpenAI protocol. */
export function ModelBlock({ part, stored, disabled, save, tryOut, find }: ModelBlockProps) {
  const t = useTranslations('models.modelBlock')
  const failures = useTranslations('shell.failures')
  const listId = useId()
  const headingId = useId()
  const [typed, setTyped] = useState(() => typedOf(part, stored))
  const [kept, setKept] = useState(typed)
  const [errors, setErrors] = useState<Errors>({})
  const [refusal, setRefusal] = useState<string>()
  const [busy, setBusy] = useState<'saving' | 'trying' | null>(null)
  const [saved, setSaved] = useState(false)
  const [trial, setTrial] = useState<TrialAnswer>()
  const [offered, setOffered] = useState<string[]>([])
  /** How often what is typed has changed: an answer to what stood there before says nothing of what stands there now. */
  const changes = useRef(0)

  const change = (next: Partial<Typed>) => {
    changes.current++
    setBusy((now) => (now === 'trying' ? null : now))
    setTyped((before) => ({ ...before, ...next }))
    setSaved(false)
    setTrial(undefined)
    setErrors({})
    setRefusal(undefined)
  }
  const choose = (choice: string) => {
    const preset = presetsFor(part).find(({ id }) => id === choice)
    setOffered([])
    if (choice === builtIn || choice === other) return change({ choice })
    change(movedTo(typed, choice, preset?.baseUrl ?? '', kept))
  }
  const use = ({ baseUrl, models }: FoundServer, model: string) => {
    setOffered(models)
    change({ ...movedTo(typed, choiceOf(part, baseUrl), baseUrl, kept), model })
  }

  /** What is wrong, by its field where the form has one. */
  const refuse = ({ message, fields = {} }: FormState) => {
    const own = Object.entries(fields).map(([field, why]) => [field.split('.')[1] ?? '', why] as const)
    const shown = own.filter(([field]) => field in typed)
    setErrors(Object.fromEntries(shown))
    if (shown.length === 0) setRefusal(message ?? own[0]?.[1] ?? failures('unreachable'))
  }
  /** The endpoint as it is typed; null when it cannot be read, which is said. */
  const read = (): ModelTrial | null => {
    const endpoint = endpointTyped(part, typed)
    if ('part' in endpoint) return endpoint
    setErrors({ [endpoint.field]: t(`unreadable.${endpoint.problem}`) })
    return null
  }
  const run = async (endpoint: ModelTrial) => {
    setBusy('trying')
    setTrial(undefined)
    const asked = changes.current
    const answer = await tryOut(endpoint).catch(() => null)
    if (asked !== changes.current) return
    setBusy(null)
    if (answer?.ok) return setTrial(answer)
    refuse(answer?.field ? { fields: { [answer.field]: wordsOf(answer) } } : { message: answer?.message })
  }
  const store = async () => {
    const endpoint = typed.choice === builtIn ? null : read()
    if (typed.choice !== builtIn && !endpoint) return
    setErrors({})
    setRefusal(undefined)
    setBusy('saving')
    const sent = changes.current
    const answer = await save({ [part]: endpoint?.endpoint ?? null }).catch((): FormState => ({}))
    setBusy(null)
    if (!answer.done) return refuse(answer)
    const now = endpoint ? masked(typed) : forgotten(masked(typed))
    setKept(now)
    // What was typed meanwhile stays, and is not saved yet.
    if (sent !== changes.current) return endpoint ? undefined : setTyped(forgotten)
    setSaved(true)
    setTyped(now)
    if (!endpoint) return
    // As it was typed: what is stored now has the same secrets.
    await run(endpoint)
  }
  const test = () => {
    setErrors({})
    setRefusal(undefined)
    const endpoint = read()
    if (endpoint) void run(endpoint)
  }

  const preset = presetsFor(part).find(({ id }) => id === typed.choice)
  const text = (name: 'base_url' | 'model' | 'voice', more: { hint?: ReactNode; placeholder?: string }) => (
    <Field label={t(name)} hint={more.hint} error={errors[name]} className="w-full">
      <Input
        value={typed[name]}
        onChange={({ target: { value } }) =>
          change(name === 'base_url' ? movedTo(typed, choiceOf(part, value), value, kept) : { [name]: value })
        }
        placeholder={more.placeholder}
        list={name === 'model' && offered.length > 0 ? listId : undefined}
        disabled={disabled}
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
        className="font-mono text-[0.8125rem]"
      />
    </Field>
  )
  return (
    <form
      method="post"
      noValidate
      aria-labelledby={headingId}
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void store()
      }}
      className="flex flex-col items-start gap-4"
    >
      <div>
        <h3 id={headingId} className="font-medium">
          {t(`${part}.title`)}
        </h3>
        <p className="text-muted text-xs">{t(`${part}.what`)}</p>
      </div>
      {refusal && <Notice tone="danger">{refusal}</Notice>}
      <Field
        label={t('runsOn')}
        hint={typed.choice === builtIn ? t(`${part}.builtIn`) : undefined}
        className="w-full"
      >
        <Select value={typed.choice} disabled={disabled} onChange={({ target }) => choose(target.value)}>
          <option value={builtIn}>{t('builtIn')}</option>
          {presetsFor(part).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          <option value={other}>{t('anotherServer')}</option>
        </Select>
      </Field>
      {find && !disabled && <FindModels find={find} use={use} />}
      {typed.choice !== builtIn && (
        <>
          {text('base_url', { hint: t('addressHint'), placeholder: 'https://…/v1' })}
          {text('model', { placeholder: preset?.suggests[part]?.model })}
          <datalist id={listId}>
            {offered.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          {part === 'tts' && text('voice', { placeholder: preset?.suggests.tts?.voice })}
          <Field
            label={t('apiKey')}
            hint={
              typed.api_key === secretMask ? t('keyIsKept') : t(preset?.hasKey ? 'keyHint' : 'keyMayBeEmpty')
            }
            error={errors.api_key}
            className="w-full"
          >
            <Input
              type="password"
              value={typed.api_key}
              onChange={({ target }) => change({ api_key: target.value })}
              // A mask is replaced, not edited.
              onFocus={({ target }) => target.select()}
              disabled={disabled}
              autoComplete="off"
              className="font-mono text-[0.8125rem]"
            />
          </Field>
          <MoreFields part={part} typed={typed} errors={errors} change={change} disabled={disabled} />
        </>
      )}
      <div className="flex flex-wrap items-center gap-3">
        {/* While it is built in and stays it, there is nothing to save. */}
        {(typed.choice !== builtIn || kept.choice !== builtIn || saved) && (
          <Button type="submit" busy={busy === 'saving'} disabled={disabled || busy === 'trying'}>
            {t('save')}
          </Button>
        )}
        {typed.choice !== builtIn && (
          <Button
            variant="ghost"
            busy={busy === 'trying'}
            disabled={disabled || busy === 'saving'}
            onClick={test}
          >
            {t('test')}
          </Button>
        )}
        <span role="status" className="text-muted">
          {busy === 'trying' ? t('asking') : saved && t('saved')}
        </span>
      </div>
      <TrialResult part={part} answer={trial} />
    </form>
  )
}
