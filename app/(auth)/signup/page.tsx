import type { Metadata } from 'next'
import Link from 'next/link'
import { currentMember } from '@/app/scope'
import { AdminCommand } from '@/components/accounts/admin-command'
import { ContinueTo } from '@/components/accounts/continue-to'
import { IdentityChoice } from '@/components/accounts/identity-buttons'
import { SignUpForm } from '@/components/accounts/sign-up-form'
import { Notice } from '@/components/ui/notice'
import { shownProviders } from '@/lib/access/identity-providers'
import { returnPath } from '@/lib/access/origin'
import { systemScope } from '@/lib/access/scopes'
import { readSignUpDoor, type SignUpDoor } from '@/lib/domain/accounts/queries'
import { prepareWayIn, signUp } from '../actions'

export const metadata: Metadata = { title: 'Sign up' }

type Props = { searchParams: Promise<{ callbackUrl?: string | string[]; invite?: string | string[] }> }

export default async function SignUpPage({ searchParams }: Props) {
  const { callbackUrl, invite } = await searchParams
  const to = returnPath(typeof callbackUrl === 'string' ? callbackUrl : undefined)
  const invitation = typeof invite === 'string' ? invite : undefined
  if (await currentMember()) return <ContinueTo path={to} />
  const door = await readSignUpDoor(systemScope('sign-up'), invitation)
  return (
    <>
      <h1 className="mb-6 font-semibold text-xl tracking-tight">Sign up</h1>
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
        Already have an account?{' '}
        <Link
          href={callbackUrl ? `/signin?callbackUrl=${encodeURIComponent(to)}` : '/signin'}
          className="text-accent underline underline-offset-4"
        >
          Sign in
        </Link>
      </p>
    </>
  )
}

function Refused({ door }: { door: SignUpDoor }) {
  return (
    <div className="flex flex-col gap-4">
      <Notice>{door.refusal}</Notice>
      <p className="text-muted">If that is you, this command on the server does it:</p>
      <AdminCommand
        text={
          door.mode === 'invite'
            ? 'npm run admin -- user:invite'
            : 'npm run admin -- user:create --email name@example.com --name "Their name"'
        }
      />
    </div>
  )
}
