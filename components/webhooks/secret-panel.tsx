'use client'

import { Eye, EyeOff, RefreshCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { LocalTime } from '@/components/shell/time'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { InlineError } from '@/components/ui/inline-error'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { overlapHours } from '@/lib/domain/webhooks/rules'
import type { SecretState } from '@/lib/domain/webhooks/schema'
import type { SecretAnswer } from './answers'

type SecretPanelProps = {
  state: SecretState
  reveal: () => Promise<SecretAnswer>
  rotate: (previousForHours: number) => Promise<SecretAnswer>
}

/** As many dots as a secret has places, so that nothing moves when it is shown. */
const hidden = `whsec_${'•'.repeat(44)}`

/** What receivers verify with: shown and copied when it is wanted, replaced with both signing for a while. */
export function SecretPanel({ state, reveal, rotate }: SecretPanelProps) {
  const t = useTranslations('webhooks.secretPanel')
  const failures = useTranslations('shell.failures')
  const [secret, setSecret] = useState<string>()
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [rotating, setRotating] = useState(false)
  const fetched = async () => {
    const answer = await reveal().catch(() => null)
    setError(answer?.ok ? undefined : (answer?.message ?? failures('unreachable')))
    if (!answer?.ok) throw new Error('It is not shown.')
    return answer.secret
  }
  const show = async () => {
    setBusy(true)
    setSecret(await fetched().catch(() => undefined))
    setBusy(false)
  }
  return (
    <section aria-labelledby="secret">
      <h2 id="secret" className="mb-1 font-semibold">
        {t('title')}
      </h2>
      <p className="mb-3 max-w-2xl text-muted">{t('explanation')}</p>
      <div className="flex flex-wrap items-center gap-2">
        <code
          data-testid="secret"
          className="min-w-0 max-w-full break-all rounded-md bg-subtle px-3 py-1.5 font-mono text-xs leading-5"
        >
          {secret ?? hidden}
        </code>
        <Button size="sm" busy={busy} onClick={() => (secret ? setSecret(undefined) : void show())}>
          {secret ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
          {secret ? t('hide') : t('reveal')}
        </Button>
        <CopyButton text={fetched}>{t('copy')}</CopyButton>
        <Button size="sm" onClick={() => setRotating(true)}>
          <RefreshCw aria-hidden />
          {t('rotate')}
        </Button>
      </div>
      {error && <InlineError className="mt-2">{error}</InlineError>}
      {state.previous_until.map((until) => (
        <p key={until} className="mt-2 text-muted text-xs">
          {t('previousUntil')} <LocalTime at={until} />
        </p>
      ))}
      <RotateDialog open={rotating} onOpenChange={setRotating} rotate={rotate} onRotated={setSecret} />
    </section>
  )
}

type RotateDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  rotate: SecretPanelProps['rotate']
  onRotated: (secret: string) => void
}

const choices = [overlapHours.assumed, 1, overlapHours.most, 0]

function RotateDialog({ open, onOpenChange, rotate, onRotated }: RotateDialogProps) {
  const t = useTranslations('webhooks.secretPanel')
  const failures = useTranslations('shell.failures')
  const router = useRouter()
  const [hours, setHours] = useState(overlapHours.assumed)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const act = async () => {
    setBusy(true)
    const answer = await rotate(hours).catch(() => null)
    setBusy(false)
    if (!answer?.ok) return setError(answer?.message ?? failures('unreachable'))
    setError(undefined)
    onRotated(answer.secret)
    onOpenChange(false)
    router.refresh()
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('rotateTitle')}
      description={t('rotateDescription')}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t('cancel')}</Button>
          <Button variant="primary" busy={busy} onClick={act}>
            {t('rotate')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {error && <Notice tone="danger">{error}</Notice>}
        <Field label={t('oldOne')} hint={hours === 0 ? t('atOnceHint') : t('oldOneHint')}>
          <Select value={hours} onChange={({ target }) => setHours(Number(target.value))}>
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {choice === 0 ? t('endsNow') : t('signsFor', { hours: choice })}
              </option>
            ))}
          </Select>
        </Field>
      </div>
    </Dialog>
  )
}
