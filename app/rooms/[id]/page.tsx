import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { Words } from '@/app/words'
import { Room } from '@/components/room/room'
import { UnknownRoom } from '@/components/room/unknown-room'
import { opensRoom } from '@/lib/access/room-tokens'
import { guestScope } from '@/lib/access/scopes'
import { guestView } from '@/lib/domain/conversations/queries/guests'
import type { GuestView } from '@/lib/domain/conversations/serialize'

type RoomPageProps = {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/**
 * Runs before anything else on the page: the token must not stay in the address, the history or a bookmark.
 * Without quotes and angle brackets, which would be escaped.
 */
const hideToken =
  '{const u=new URL(location);u.searchParams.delete(`t`);history.replaceState(history.state,``,u)}'

const shape = /^[A-Za-z0-9]{1,64}$/

const find = async (id: string) => (shape.test(id) ? guestView(guestScope(id)) : null)

export async function generateMetadata({ params }: RoomPageProps): Promise<Metadata> {
  const [view, t] = await Promise.all([params.then(({ id }) => find(id)), getTranslations('pages.room')])
  return {
    title: view ? t('title', { name: view.replica.name }) : t('unknown'),
    robots: { index: false, follow: false },
  }
}

/** Where people meet: shows a guest what a participant may know, and nothing else. */
export default async function RoomPage({ params, searchParams }: RoomPageProps) {
  const [{ id }, query] = await Promise.all([params, searchParams])
  const found = await find(id)
  const launch = { token: one(query.t), callClientId: one(query.emb), hostHref: one(query.embHref) }
  const invited = !found?.requireAuth || (await opensRoom(launch.token, id))
  const view = found && !invited ? discreet(found) : found
  return (
    <Words of={['room', 'shell.modelFailure']}>
      {launch.token && (
        <script nonce={(await headers()).get('x-nonce') ?? undefined} suppressHydrationWarning>
          {hideToken}
        </script>
      )}
      {view ? <Room view={view} launch={launch} /> : <UnknownRoom conversationId={id} launch={launch} />}
    </Words>
  )
}

/** What the bare link of a private room tells. Whoever returns by a ticket learns the rest in the room. */
const discreet = (view: GuestView): GuestView => ({ ...view, name: '', participants: [] })

const one = (value: string | string[] | undefined) => (typeof value === 'string' && value ? value : undefined)
