import { getTranslations } from 'next-intl/server'
import { currentMember } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { ContinueTo } from '@/components/accounts/continue-to'
import { IdentityChoice } from '@/components/accounts/identity-buttons'
import { IdentityNotice } from '@/components/accounts/identity-notice'
import { SignInForm } from '@/components/accounts/sign-in-form'
import { Link } from '@/components/ui/link'
import { shownProviders } from '@/lib/access/identity-providers'
import { returnPath } from '@/lib/access/origin'
import { prepareWayIn, signIn } from '../actions'

export const generateMetadata = titled('signIn')

type Query = 'callbackUrl' | 'refused' | 'by' | 'error'
type Props = { searchParams: Promise<Partial<Record<Query, string | string[]>>> }

const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined)

export default async function SignInPage({ searchParams }: Props) {
  const t = await getTranslations('pages.signIn')
  const { callbackUrl, refused, by, error } = await searchParams
  const to = returnPath(one(callbackUrl))
  if (await currentMember()) {
    return (
      <Words of={['accounts.continueTo']}>
        <ContinueTo path={to} />
      </Words>
    )
  }
  const providers = shownProviders()
  return (
    <Words of={['accounts.identityButtons', 'accounts.passwordInput', 'accounts.signInForm']}>
      <h1 className="mb-6 font-semibold text-xl tracking-tight">{t('title')}</h1>
      <IdentityNotice
        outcome={{ refused: one(refused), by: one(by), error: one(error) }}
        providers={providers}
        to="sign-in"
      />
      <IdentityChoice providers={providers} returnTo={to} prepare={prepareWayIn.bind(null, undefined)} />
      <SignInForm action={signIn} />
      <p className="mt-6 text-muted">
        {t('noAccountYet')}{' '}
        <Link
          href={callbackUrl ? `/signup?callbackUrl=${encodeURIComponent(to)}` : '/signup'}
          className="text-accent underline underline-offset-4"
        >
          {t('signUp')}
        </Link>
      </p>
    </Words>
  )
}
