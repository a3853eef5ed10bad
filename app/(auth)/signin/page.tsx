import type { Metadata } from 'next'
import Link from 'next/link'
import { currentMember } from '@/app/scope'
import { ContinueTo } from '@/components/accounts/continue-to'
import { SignInForm } from '@/components/accounts/sign-in-form'
import { returnPath } from '@/lib/access/origin'
import { signIn } from '../actions'

export const metadata: Metadata = { title: 'Sign in' }

type Props = { searchParams: Promise<{ callbackUrl?: string | string[] }> }

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl } = await searchParams
  const to = returnPath(typeof callbackUrl === 'string' ? callbackUrl : undefined)
  if (await currentMember()) return <ContinueTo path={to} />
  return (
    <>
      <h1 className="mb-6 font-semibold text-xl tracking-tight">Sign in</h1>
      <SignInForm action={signIn} />
      <p className="mt-6 text-muted">
        No account yet?{' '}
        <Link
          href={callbackUrl ? `/signup?callbackUrl=${encodeURIComponent(to)}` : '/signup'}
          className="text-accent underline underline-offset-4"
        >
          Sign up
        </Link>
      </p>
    </>
  )
}
