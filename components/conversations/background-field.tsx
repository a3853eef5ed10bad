'use client'

import { type RefCallback, useId, useRef, useState } from 'react'
import { Controller, useFormContext } from 'react-hook-form'
import { Field } from '@/components/ui/field'
import { InlineError } from '@/components/ui/inline-error'
import { Input } from '@/components/ui/input'
import { Spinner } from '@/components/ui/spinner'
import { shrinkImage } from '@/lib/client/shrink-image'
import { type Background, imageTypes } from '@/lib/domain/backgrounds/schema'
import type { ConversationCreate } from '@/lib/domain/conversations/schema'
import type { Look } from '@/lib/domain/replicas/schema'
import { BackgroundPreview } from './background-preview'

const choices = [
  { value: 'drawn', label: 'As drawn', hint: 'On the plain ground that belongs to the replica.' },
  {
    value: 'green',
    label: 'Green screen',
    hint: 'The picture arrives on flat green, RGB 0, 255, 155, for pages of your own to key out. In our room everybody may make it transparent.',
  },
  {
    value: 'color',
    label: 'Colour',
    hint: 'Everybody in the room sees this colour. Pages of your own get the green screen.',
  },
  {
    value: 'image',
    label: 'Image',
    hint: 'Everybody in the room sees this image. Pages of your own get the green screen.',
  },
] as const
type Choice = (typeof choices)[number]['value']

const chip =
  'relative flex min-h-9 cursor-pointer items-center justify-center rounded-md border border-input bg-surface px-3 py-1 text-center transition-colors hover:bg-subtle has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-ring has-focus-visible:outline-offset-2'

/** What stands behind the replica. `look` is that of the replica which the form results in. */
export function BackgroundField({ look }: { look: Look | undefined }) {
  const { control, setValue, watch } = useFormContext<ConversationCreate>()
  const name = useId()
  const green = watch('properties.apply_greenscreen') ?? false
  const audioOnly = watch('audio_only') ?? false
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
          <fieldset className="min-w-0">
            <legend className="mb-1.5 font-medium">Background</legend>
            <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
              {choices.map(({ value, label }) => (
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
                  {label}
                </label>
              ))}
            </div>
            <div className="mt-3 flex flex-wrap items-start gap-4">
              <BackgroundPreview look={look} choice={choice} background={background} />
              <div className="flex min-w-52 flex-1 flex-col gap-3">
                <p id={`${name}-hint`} className="text-muted text-xs">
                  {choices.find(({ value }) => value === choice)?.hint}
                  {audioOnly && ' With audio only there is no picture, and no background.'}
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
}

type ColorInputProps = {
  color: string
  invalid: boolean
  onColor(color: string): void
  onBlur(): void
  focus: RefCallback<HTMLInputElement>
}

/** A colour by its number, or by the picker of the browser. */
function ColorInput({ color, invalid, onColor, onBlur, focus }: ColorInputProps) {
  const known = /^#[0-9a-f]{6}$/i.test(color)
  return (
    <div className="flex max-w-60 items-end gap-2">
      <Field
        label="Colour"
        error={invalid ? 'Write a colour such as #0b6b50.' : undefined}
        className="flex-1"
      >
        <Input
          ref={focus}
          value={color}
          spellCheck={false}
          autoComplete="off"
          maxLength={9}
          onChange={(event) => onColor(event.target.value.trim())}
          onBlur={onBlur}
          className="font-mono"
        />
      </Field>
      <input
        type="color"
        aria-label="Pick a colour"
        value={known ? color.toLowerCase() : '#000000'}
        onChange={(event) => onColor(event.target.value)}
        className="h-9 w-12 shrink-0 cursor-pointer self-start rounded-md border border-input bg-surface p-1 [margin-block-start:1.6875rem]"
      />
    </div>
  )
}

type ImageInputProps = {
  chosen: boolean
  /** Nothing was chosen when the form was sent, or the server did not take it. */
  invalid: boolean
  onImage(image: string): void
  focus: RefCallback<HTMLInputElement>
}

/** An image file, made small enough in this browser. */
function ImageInput({ chosen, invalid, onImage, focus }: ImageInputProps) {
  const id = useId()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const newest = useRef(0)
  const take = async (file: File | undefined) => {
    if (!file) return
    newest.current += 1
    const mine = newest.current
    setBusy(true)
    setProblem(undefined)
    const outcome = await shrinkImage(file)
    // Another one was chosen meanwhile.
    if (mine !== newest.current) return
    setBusy(false)
    if ('dataUrl' in outcome) onImage(outcome.dataUrl)
    else setProblem(outcome.problem)
  }
  const error = problem ?? (invalid ? 'Choose an image, or another background.' : undefined)
  return (
    <div className="flex flex-col items-start gap-1.5">
      <label
        htmlFor={id}
        className="relative inline-flex h-9 cursor-pointer items-center gap-2 rounded-md border border-input bg-surface px-3 font-medium transition-colors hover:bg-subtle has-focus-visible:outline-2 has-focus-visible:outline-ring has-focus-visible:outline-offset-2"
      >
        <input
          ref={focus}
          id={id}
          type="file"
          accept={imageTypes.join(',')}
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-hint${error ? ` ${id}-error` : ''}`}
          className="sr-only"
          onChange={(event) => {
            void take(event.target.files?.[0])
            // The same file may be chosen again.
            event.target.value = ''
          }}
        />
        {busy && <Spinner />}
        {chosen ? 'Choose another image' : 'Choose an image'}
      </label>
      <p id={`${id}-hint`} className="text-muted text-xs">
        PNG, JPEG or WebP, of any size: it is made smaller here, and loses what it tells of place and camera.
      </p>
      {error && <InlineError id={`${id}-error`}>{error}</InlineError>}
    </div>
  )
}
