'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { InlineError } from '@/components/ui/inline-error'

/** An identity provider as a button names it. */
export type ShownProvider = { id: string; name: string }

/** Leads to the page of a provider and from there to `returnTo`, a path of this site; `prepare` tells the server why. */
export function useIdentityProvider(returnTo: string, prepare: () => Promise<void>) {
  const [leaving, setLeaving] = useState<string>()
  const [failed, setFailed] = useState(false)
  const goTo = async (id: string) => {
    setLeaving(id)
    setFailed(false)
    try {
      const [{ signIn }] = await Promise.all([import('next-auth/react'), prepare()])
      await signIn(id, { callbackUrl: returnTo })
    } catch {
      setLeaving(undefined)
      setFailed(true)
    }
  }
  return { leaving, failed, goTo }
}

type IdentityChoiceProps = {
  providers: ShownProvider[]
  /** Where to go afterwards: a path of this site. */
  returnTo: string
  /** Says to the server what one goes for. */
  prepare: () => Promise<void>
}

/** A button for each identity provider above a form, where there are any. */
export function IdentityChoice({ providers, returnTo, prepare }: IdentityChoiceProps) {
  const t = useTranslations('accounts.identityButtons')
  const { leaving, failed, goTo } = useIdentityProvider(returnTo, prepare)
  if (providers.length === 0) return null
  return (
    <>
      <div className="flex flex-col gap-2">
        {providers.map(({ id, name }) => (
          <Button key={id} size="lg" busy={leaving === id} onClick={() => void goTo(id)}>
            {t('continueWith', { name })}
          </Button>
        ))}
        {failed && <InlineError>{t('unreachable')}</InlineError>}
      </div>
      <p className="my-5 flex items-center gap-3 text-muted text-xs before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
        {t('orByEMail')}
      </p>
    </>
  )
}
