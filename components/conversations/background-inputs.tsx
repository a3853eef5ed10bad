import { useTranslations } from 'next-intl'
import { type RefCallback, useId, useRef, useState } from 'react'
import { Field } from '@/components/ui/field'
import { InlineError } from '@/components/ui/inline-error'
import { Input } from '@/components/ui/input'
import { Spinner } from '@/components/ui/spinner'
import { shrinkImage } from '@/lib/client/shrink-image'
import { imageTypes } from '@/lib/domain/backgrounds/schema'

type ColorInputProps = {
  color: string
  invalid: boolean
  onColor(color: string): void
  onBlur(): void
  focus: RefCallback<HTMLInputElement>
}

/** A colour by its number, or by the picker of the browser. */
export function ColorInput({ color, invalid, onColor, onBlur, focus }: ColorInputProps) {
  const t = useTranslations('conversations.backgroundInputs')
  const known = /^#[0-9a-f]{6}$/i.test(color)
  return (
    <div className="flex max-w-60 items-end gap-2">
      <Field label={t('colour')} error={invalid ? t('noColour') : undefined} className="flex-1">
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
        aria-label={t('pickAColour')}
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
export function ImageInput({ chosen, invalid, onImage, focus }: ImageInputProps) {
  const t = useTranslations('conversations.backgroundInputs')
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
    else setProblem(t(outcome.problem))
  }
  const error = problem ?? (invalid ? t('noImage') : undefined)
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
        {chosen ? t('chooseAnotherImage') : t('chooseAnImage')}
      </label>
      <p id={`${id}-hint`} className="text-muted text-xs">
        {t('imageHint')}
      </p>
      {error && <InlineError id={`${id}-error`}>{error}</InlineError>}
    </div>
  )
}
