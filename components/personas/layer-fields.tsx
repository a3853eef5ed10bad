'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { keyAt } from '@/components/models/endpoint-form'
import { LanguageChoice } from '@/components/models/language-choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { saysAnything, type TypedLayers } from './typed-layers'

type Part = 'llm' | 'tts' | 'stt'
type LayerFieldsProps = {
  typed: TypedLayers
  change: (typed: TypedLayers) => void
  /** As the form began: secrets are kept for these addresses. */
  initial: TypedLayers
  /** What is wrong, by its place in `TypedLayers`. */
  errors: Partial<Record<string, string>>
  /** How it answers, which is kept with the persona itself. */
  pipeline: ReactNode
}

/** The first of `places` that what is wrong with `field` belongs to: `llm.tools` for `llm.tools.0.function`. */
const errorAt = (errors: LayerFieldsProps['errors'], place: string): string | undefined =>
  Object.entries(errors).find(([field]) => field === place || field.startsWith(`${place}.`))?.[1]

const levels = ['low', 'medium', 'high'] as const

/** The models of a persona, where it has any of its own: folded while nothing is said of them. */
export function LayerFields({ typed, change, initial, errors, pipeline }: LayerFieldsProps) {
  const t = useTranslations('personas.layerFields')

  const put = (part: Part, name: string, value: string) => {
    const layer = { ...typed[part], [name]: value }
    // A key is kept for the address that it was written for.
    if (name === 'base_url') {
      const isBack = value.trim() === initial[part].base_url
      layer.api_key = keyAt(layer.api_key, isBack ? initial[part].api_key : '')
    }
    change({ ...typed, [part]: layer })
  }
  const control = (part: Part, name: string) => {
    const layer: Record<string, string> = typed[part]
    return {
      value: layer[name] ?? '',
      onChange: ({ target }: { target: { value: string } }) => put(part, name, target.value),
      ...({ autoComplete: 'off', spellCheck: false, dir: 'ltr' } as const),
      className: 'font-mono text-[0.8125rem]',
    }
  }
  const line = (part: Part, name: string, label: string, hint?: string) => (
    <Field label={label} hint={hint} error={errorAt(errors, `${part}.${name}`)}>
      <Input
        {...control(part, name)}
        {...(name === 'api_key' && { type: 'password', onFocus: ({ target }) => target.select() })}
      />
    </Field>
  )
  const block = (part: Part, name: string, label: string, hint: string, rows: number) => (
    <Field label={label} hint={hint} error={errorAt(errors, `${part}.${name}`)}>
      <Textarea {...control(part, name)} rows={rows} />
    </Field>
  )
  const level = (name: 'patience' | 'interruptibility') => (
    <Field label={t(`${name}.label`)} hint={t(`${name}.hint`)} error={errorAt(errors, name)}>
      <Select value={typed[name]} onChange={({ target }) => change({ ...typed, [name]: target.value })}>
        <option value="">{t('assumed')}</option>
        {levels.map((each) => (
          <option key={each} value={each}>
            {t(each)}
          </option>
        ))}
      </Select>
    </Field>
  )
  const address = (part: Part) => line(part, 'base_url', t('address'), t('addressHint'))
  const key = (part: Part) => line(part, 'api_key', t('apiKey'))

  return (
    <details
      open={saysAnything(initial) || Object.keys(errors).length > 0 || undefined}
      className="border-border border-t pt-5"
    >
      <summary className="cursor-pointer">
        <span className="font-semibold">{t('models')}</span>{' '}
        <span className="text-muted">{t('modelsHint')}</span>
      </summary>
      <div className="mt-5 flex flex-col gap-6">
        {pipeline}
        <Group title={t('llm')}>
          {address('llm')}
          {line('llm', 'model', t('model'), t('modelHint'))}
          {key('llm')}
          {block('llm', 'tools', t('tools'), t('toolsHint'), 4)}
          <details
            open={
              ['llm.headers', 'llm.extra_body', 'llm.default_query'].some((at) => errorAt(errors, at)) ||
              undefined
            }
          >
            <summary className="cursor-pointer text-muted">{t('more')}</summary>
            <div className="mt-3 flex flex-col gap-4">
              {block('llm', 'headers', t('headers'), t('headersHint'), 2)}
              {block('llm', 'extra_body', t('extraBody'), t('extraBodyHint'), 2)}
              {block('llm', 'default_query', t('query'), t('queryHint'), 2)}
            </div>
          </details>
        </Group>
        <Group title={t('tts')}>
          {address('tts')}
          {line('tts', 'tts_model_name', t('model'))}
          {line('tts', 'voice', t('voice'), t('voiceHint'))}
          <LanguageChoice chosen={typed.languages} change={(languages) => change({ ...typed, languages })} />
          {key('tts')}
        </Group>
        <Group title={t('stt')}>
          {address('stt')}
          {line('stt', 'model', t('model'))}
          {key('stt')}
          {line('stt', 'hotwords', t('hotwords'), t('hotwordsHint'))}
        </Group>
        <Group title={t('turns')}>
          {level('patience')}
          {level('interruptibility')}
        </Group>
      </div>
    </details>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="flex max-w-md flex-col gap-4">
      <legend className="mb-3 font-semibold">{title}</legend>
      {children}
    </fieldset>
  )
}
