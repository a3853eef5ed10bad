import { cn } from '@/components/ui/cn'
import { Notice } from '@/components/ui/notice'

/** What a page's address says of a way in that did not work. */
export type IdentityOutcome = { refused?: string; by?: string; error?: string }

const signInWords: Record<string, (name: string) => string> = {
  conflict: (name) =>
    `An account here has your e-mail address already. Sign in to it with its password, then connect ${name} in the settings.`,
  invalid: (name) =>
    `${name} did not tell an e-mail address that it has verified. Verify one there and try again, or sign up by e-mail.`,
  forbidden: (name) =>
    `No account here is connected to who you are at ${name}, and signing up needs an invitation or is closed. With an account, sign in by e-mail and connect ${name} in the settings.`,
  throttled: () => 'Too many accounts were asked for from your network. Try again later.',
}

const connectWords: Record<string, (name: string) => string> = {
  conflict: (name) =>
    `It was not connected: either another account here is connected to who you are at ${name}, or yours is connected to somebody else there. Disconnect that first.`,
  'signed-out': () => 'It was not connected, as you were signed out meanwhile. Try again.',
}

type IdentityNoticeProps = {
  outcome: IdentityOutcome
  providers: { id: string; name: string }[]
  /** What was tried. */
  to: 'sign-in' | 'connect'
}

/** Why a way in by an identity provider did not work, and what to do; nothing when none was tried. */
export function IdentityNotice({ outcome: { refused, by, error }, providers, to }: IdentityNoticeProps) {
  if (!refused && !error) return null
  const name = providers.find(({ id }) => id === by)?.name ?? 'the provider'
  // What stands in an address is anybody's word: `constructor` is no refusal.
  const words = new Map(Object.entries(to === 'connect' ? connectWords : signInWords)).get(refused ?? '')
  return (
    <Notice tone="danger" className={cn('mb-4', to === 'connect' && 'mb-6 max-w-3xl')}>
      {words?.(name) ??
        `The provider did not confirm who you are, so nothing was done. Try again${to === 'sign-in' ? ', or sign in by e-mail' : ''}.`}
    </Notice>
  )
}
