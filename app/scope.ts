import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { sessionFrom } from '@/lib/access/session'
import type { MemberScope } from '@/lib/domain/scope'

/** Who is signed in, for pages and server actions; null when nobody is. Asked once for each rendered page. */
export const currentMember = cache(async (): Promise<MemberScope | null> => {
  const all = new Headers(await headers())
  // What a server action has set or removed counts for the page that is rendered with its answer.
  const pairs = (await cookies()).getAll().map(({ name, value }) => `${name}=${value}`)
  all.set('cookie', pairs.join('; '))
  return sessionFrom({ headers: all })
})

/** Who is signed in; a visitor who is not is led to sign in and back to the path `returnTo`. */
export async function memberOrSignIn(returnTo: string): Promise<MemberScope> {
  return (await currentMember()) ?? redirect(`/signin?callbackUrl=${encodeURIComponent(returnTo)}`)
}
