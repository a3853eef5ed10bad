import type { Metadata } from 'next'
import Link from 'next/link'
import { AdminCommand } from '@/components/accounts/admin-command'

export const metadata: Metadata = { title: 'Forgot password' }

export default function ForgotPage() {
  return (
    <>
      <h1 className="mb-6 font-semibold text-xl tracking-tight">Forgot password</h1>
      <div className="flex flex-col gap-4">
        <p>
          This installation sends no mail, so whoever runs it gives you a new password. On the server, this
          command prints one and signs you out everywhere:
        </p>
        <AdminCommand text="npm run admin -- user:reset-password --email name@example.com" />
        <p className="text-muted">Sign in with it, then choose one of your own under Settings.</p>
        <p>
          <Link href="/signin" className="text-accent underline underline-offset-4">
            Back to sign in
          </Link>
        </p>
      </div>
    </>
  )
}
