'use client'

import { useTranslations } from 'next-intl'
import { memo, useId, useRef } from 'react'
import { Controller, useWatch } from 'react-hook-form'
import { onUse } from '@/components/ui/on-use'
import type { Background } from '@/lib/domain/backgrounds/schema'
import type { PersonaOutline } from '@/lib/domain/personas/schema'
import type { Replica } from '@/lib/domain/replicas/schema'
import { BackgroundPreview } from './background-preview'
import type { FormPart } from './form-part'
import { useCast } from './use-cast'

const loadInputs = () => import('./background-inputs')
const ColorInput = onUse(() => loadInputs().then((part) => part.ColorInput))
const ImageInput = onUse(() => loadInputs().then((part) => part.ImageInput))

const choices = ['drawn', 'green', 'color', 'image'] as const
type Choice = (typeof choices)[number]

/** Loads what colour and image are chosen by, when somebody is about to. */
const prepare = () => void loadInputs().catch(() => {})

const chip =
  'relative flex min-h-9 cursor-pointer items-center justify-center rounded-md border border-input bg-surface px-3 py-1 text-center transition-colors hover:bg-subtle has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-ring has-focus-visible:outline-offset-2'

type BackgroundFieldProps = FormPart & { personas: PersonaOutline[]; replicas: Replica[] }

/** What stands behind the replica that the form results in. */
export const BackgroundField = memo(function BackgroundField({
  form,
  personas,
  replicas,
}: BackgroundFieldProps) {
  const t = useTranslations('conversations.backgroundField')
  const name = useId()
  const { control, setValue } = form
  const [green, audioOnly] = useWatch({ control, name: ['properties.apply_greenscreen', 'audio_only'] })
  const cast = useCast(form, personas, replicas)
  // Kept while another choice is tried.
  const kept = useRef({ color: '#d3e2ec', image: '' })
  return (
    <Controller
      control={control}
      name="properties.background"
      render={({ field, fieldState }) => {
        const background = field.value
        const choice: Choice = background?.type ?? (green ? 'green' : 'drawn')
        const invalid = fieldState.error !== undefined
        const put = (next: Background | undefined, applies: boolean) => {
          if (next?.type === 'color') kept.current.color = next.color
          if (next?.type === 'image') kept.current.image = next.image
          setValue('properties.apply_greenscreen', applies, { shouldDirty: true })
          field.onChange(next)
        }
        const choose = (wanted: Choice) => {
          if (background?.type === 'color') kept.current.color = background.color
          if (background?.type === 'image') kept.current.image = background.image
          const { color, image } = kept.current
          if (wanted === 'color') put({ type: 'color', color }, true)
          else if (wanted === 'image') put({ type: 'image', image }, true)
          else put(undefined, wanted === 'green')
        }
        return (
          <fieldset className="min-w-0" onPointerEnter={prepare} onFocus={prepare}>
            <legend className="mb-1.5 font-medium">{t('background')}</legend>
            <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
              {choices.map((value) => (
                <label key={value} className={chip}>
                  <input
                    type="radio"
                    name={name}
                    value={value}
                    checked={choice === value}
                    onChange={() => choose(value)}
                    aria-describedby={`${name}-hint`}
                    className="sr-only"
                  />
                  {t(`${value}.label`)}
                </label>
              ))}
            </div>
            <div className="mt-3 flex flex-wrap items-start gap-4">
              <BackgroundPreview
                look={cast.ok ? cast.replica.look : undefined}
                choice={choice}
                background={background}
              />
              <div className="flex min-w-52 flex-1 flex-col gap-3">
                <p id={`${name}-hint`} className="text-muted text-xs">
                  {t(`${choice}.hint`)}
                  {audioOnly && ` ${t('withAudioOnly')}`}
                </p>
                {background?.type === 'color' && (
                  <ColorInput
                    color={background.color}
                    invalid={invalid}
                    onColor={(color) => put({ type: 'color', color }, true)}
                    onBlur={field.onBlur}
                    focus={field.ref}
                  />
                )}
                {background?.type === 'image' && (
                  <ImageInput
                    chosen={background.image !== ''}
                    invalid={invalid}
                    onImage={(image) => put({ type: 'image', image }, true)}
                    focus={field.ref}
                  />
                )}
              </div>
            </div>
          </fieldset>
        )
      }}
    />
  )
})
