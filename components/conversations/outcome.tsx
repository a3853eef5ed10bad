'use client'

import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { useWatch } from 'react-hook-form'
import { Portrait } from '@/components/replicas/portrait'
import { usePrice } from '@/components/shell/price'
import { onUse } from '@/components/ui/on-use'
import { formatDuration, formatMoney } from '@/lib/client/format'
import { isOutside, type ProviderName } from '@/lib/domain/connections/rules'
import { durations, estimateUse } from '@/lib/domain/conversations/rules'
import type { PersonaChoice } from '@/lib/domain/personas/schema'
import type { Replica } from '@/lib/domain/replicas/schema'
import type { WorkspaceLimits } from '@/lib/domain/usage/schema'
import { costOf } from '@/lib/domain/workspaces/rules'
import { castRule } from './cast-words'
import type { FormPart } from './form-part'
import { ModelsOutcome } from './models-outcome'
import { useCast } from './use-cast'
import { timersInWords } from './words'

const OutsideCastOutcome = onUse(() =>
  import('./outside-cast-outcome').then((part) => part.OutsideCastOutcome),
)

type OutcomeProps = FormPart & {
  provider: ProviderName
  personas: PersonaChoice[]
  replicas: Replica[]
  limits: Omit<WorkspaceLimits, 'as_of'>
}

const usable = (value: number | undefined, fallback: number) =>
  value === undefined || Number.isNaN(value) ? fallback : value

/** What the form makes, as it is typed: who will talk and by which rule, and when it ends. */
export const Outcome = memo(function Outcome({ form, provider, personas, replicas, limits }: OutcomeProps) {
  const t = useTranslations('conversations.outcome')
  const words = useTranslations('conversations.words')
  const castWords = useTranslations('conversations.castWords')
  const [properties, testMode] = useWatch({ control: form.control, name: ['properties', 'test_mode'] })
  const cast = useCast(form, personas, replicas)
  const runsHere = !isOutside(provider)
  const price = usePrice()
  const timers = {
    max: usable(properties?.max_call_duration, durations.max_call_duration.assumed),
    left: usable(properties?.participant_left_timeout, durations.participant_left_timeout.assumed),
    absent: usable(properties?.participant_absent_timeout, durations.participant_absent_timeout.assumed),
  }
  const steps = timersInWords(
    timers,
    runsHere && cast.ok ? cast.replica.replica_name : t('theReplica'),
    limits.max_call_duration,
    words,
  )
  const use = estimateUse(timers, limits.max_call_duration, limits.minutes.left_seconds)
  const amount = (seconds: number) =>
    price
      ? `${formatDuration(seconds)} (${formatMoney(costOf(seconds, price.per_minute), price.currency)})`
      : formatDuration(seconds)
  return (
    <>
      <h2 className="font-medium text-muted text-xs">{t('whatWillHappen')}</h2>
      <div aria-live="polite" className="flex items-center gap-3" data-testid="cast">
        {isOutside(provider) ? (
          <OutsideCastOutcome form={form} provider={provider} />
        ) : cast.ok ? (
          <>
            <Portrait
              look={cast.replica.look}
              alt={t('portraitOf', { replicaName: cast.replica.replica_name })}
              className="size-16"
            />
            <div className="min-w-0">
              <p dir="auto" className="font-medium">
                {cast.replica.replica_name}
              </p>
              <p dir="auto" className="text-muted">
                {t('asPersona', { personaName: cast.persona.persona_name })}
              </p>
              <p className="text-muted text-xs">
                {castRule(cast.rule, cast.persona.persona_name, castWords)}
              </p>
            </div>
          </>
        ) : (
          <p className="text-danger">{cast.message}</p>
        )}
      </div>
      {runsHere && cast.ok && (
        <ModelsOutcome
          models={cast.persona.models}
          language={properties?.language || cast.persona.language || 'english'}
        />
      )}
      {testMode ? (
        <p className="text-muted">{t('testMode')}</p>
      ) : (
        <>
          <ol className="ml-1 flex flex-col gap-3 border-border border-l pl-4">
            {steps.map(({ when, what }) => (
              <li key={when + what} className="relative">
                <span
                  aria-hidden
                  className="absolute top-1.5 -left-[calc(1rem+3.5px)] size-1.5 rounded-full bg-muted ring-4 ring-background"
                />
                <span className="tabular font-medium">{when}</span>
                <span className="block text-muted text-xs">{what}</span>
              </li>
            ))}
          </ol>
          <p className="tabular text-muted text-xs" data-testid="estimate">
            {use.alone < use.most
              ? t('usesAtMostOrAlone', { most: amount(use.most), alone: amount(use.alone) })
              : t('usesAtMost', { most: amount(use.most) })}
            {use.most < Math.min(timers.max, limits.max_call_duration) &&
              ` ${limits.budget ? t('leftOfMinutesAndBudget') : t('leftOfMinutes')}`}
          </p>
        </>
      )}
    </>
  )
})
