import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import { currentMember } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { AdminCommand } from '@/components/accounts/admin-command'
import { ContinueTo } from '@/components/accounts/continue-to'
import { IdentityChoice } from '@/components/accounts/identity-buttons'
import { SignUpForm } from '@/components/accounts/sign-up-form'
import { Link } from '@/components/ui/link'
import { Notice } from '@/components/ui/notice'
import { shownProviders } from '@/lib/access/identity-providers'
import { returnPath } from '@/lib/access/origin'
import { systemScope } from '@/lib/access/scopes'
import { readSignUpDoor, type SignUpDoor } from '@/lib/domain/accounts/queries'
import { prepareWayIn, signUp } from '../actions'

export const generateMetadata = titled('signUp')

type Props = { searchParams: Promise<{ callbackUrl?: string | string[]; invite?: string | string[] }> }

export default async function SignUpPage({ searchParams }: Props) {
  const t = await getTranslations('pages.signUp')
  const { callbackUrl, invite } = await searchParams
  const to = returnPath(typeof callbackUrl === 'string' ? callbackUrl : undefined)
  const invitation = typeof invite === 'string' ? invite : undefined
  if (await currentMember()) {
    return (
      <Words of={['accounts.continueTo']}>
        <ContinueTo path={to} />
      </Words>
    )
  }
  const door = await readSignUpDoor(systemScope('sign-up'), invitation)
  return (
    <Words
      of={[
        'accounts.identityButtons',
        'accounts.passwordInput',
        'accounts.passwordRules',
        'accounts.signUpForm',
      ]}
    >
      <h1 className="mb-6 font-semibold text-xl tracking-tight">{t('title')}</h1>
      {door.refusal ? (
        <Refused door={door} />
      ) : (
        <>
          <IdentityChoice
            providers={shownProviders()}
            returnTo={to}
            prepare={prepareWayIn.bind(null, invitation)}
          />
          <SignUpForm action={signUp} invite={invitation} />
        </>
      )}
      <p className="mt-6 text-muted">
        {t('alreadyHaveAnAccount')}{' '}
        <Link
          href={callbackUrl ? `/signin?callbackUrl=${encodeURIComponent(to)}` : '/signin'}
          className="text-accent underline underline-offset-4"
        >
          {t('signIn')}
        </Link>
      </p>
    </Words>
  )
}

function Refused({ door }: { door: SignUpDoor }) {
  const t = useTranslations('pages.signUp')
  return (
    <div className="flex flex-col gap-4">
      <Notice>{door.refusal}</Notice>
      <p className="text-muted">{t('operatorsCommand')}</p>
      <AdminCommand
        command={
          door.mode === 'invite'
            ? 'npm run admin -- user:invite'
            : 'npm run admin -- user:create --email name@example.com --name "Their name"'
        }
      />
    </div>
  )
}
