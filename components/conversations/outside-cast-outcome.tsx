'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useWatch } from 'react-hook-form'
import { catalogueQuery } from '@/lib/client/queries'
import { type OutsideProvider, providerTitles } from '@/lib/domain/connections/rules'
import { resolveOutsideCast } from '@/lib/domain/conversations/rules'
import { castRule } from './cast-words'
import type { FormPart } from './form-part'
import { Initial } from './initial'

type OutsideCastOutcomeProps = FormPart & { provider: OutsideProvider }

/** Who will talk in an account elsewhere, and by which rule; nothing before its personas were read. */
export function OutsideCastOutcome({ form: { control }, provider }: OutsideCastOutcomeProps) {
  const t = useTranslations('conversations.outcome')
  const castWords = useTranslations('conversations.castWords')
  const { data } = useQuery(catalogueQuery(provider))
  const [persona_id, replica_id] = useWatch({ control, name: ['persona_id', 'replica_id'] })
  // Nobody yet: somebody is chosen as soon as it is known who is there.
  if (!data || (!persona_id && !replica_id)) return null
  const cast = resolveOutsideCast({ persona_id, replica_id }, data)
  if (!cast.ok) return <p className="text-danger">{cast.message}</p>
  const { persona, replica, rule } = cast
  return (
    <>
      <Initial name={replica.replica_name} className="size-16 text-xl" />
      <div className="min-w-0">
        <p dir="auto" className="font-medium">
          {replica.replica_name}
        </p>
        {persona.persona_name && (
          <p dir="auto" className="text-muted">
            {t('asPersona', { personaName: persona.persona_name })}
          </p>
        )}
        <p className="text-muted text-xs">{castRule(rule, persona.persona_name, castWords)}</p>
        <p className="text-muted text-xs">{t('runsOutside', { name: providerTitles[provider] })}</p>
      </div>
    </>
  )
}
