'use client'

import { useTranslations } from 'next-intl'
import { type ComponentType, useCallback, useEffect, useState } from 'react'
import { allowedHost, withoutToken } from '@/lib/client/room/address'
import { wasInCall } from '@/lib/client/room/in-call'
import { sessionTicketStore } from '@/lib/client/room/ticket-store'
import type { GuestView } from '@/lib/domain/conversations/serialize'
import type { CallProps, Entry, Host } from './call'
import { ClosedDoor } from './closed-door'
import { Lobby } from './lobby'
import { RoomNotice } from './room-notice'
import { useMedia } from './use-media'
import { Waiting } from './waiting'

/** What the page's address said: a meeting token, and by what page we are driven. */
export type RoomLaunch = { token?: string; callClientId?: string; hostHref?: string }

/**
 * Who drives the room: `page` is a page of its own, `strangers` a host that may not. Until that is known nothing is
 * asked for: a call that a reload interrupted goes on with the devices it had.
 */
type Driver = 'unknown' | 'page' | 'strangers' | { host: Host }

/** The meeting room of one conversation, as a page of its own or driven by a host through daily-js. */
export function Room({ view, launch }: { view: GuestView; launch: RoomLaunch }) {
  const t = useTranslations('room.room')
  const { conversationId, allowedOrigins } = view
  const { callClientId, hostHref, token } = launch
  const [driver, setDriver] = useState<Driver>('unknown')
  const [entry, setEntry] = useState<{ entry: Entry } | null>(null)
  const [mayReturn, setMayReturn] = useState(false)
  const { media, state } = useMedia()
  const leave = useCallback(() => setEntry(null), [])
  // By state and not by a suspended component, which React keeps back for 300 ms once it has shown a stand-in.
  const [Call, setCall] = useState<ComponentType<CallProps>>()

  // Next's router has the address from the server and writes it back; with no state of its own it takes ours over.
  useEffect(() => {
    const address = withoutToken(window.location.href)
    if (address) window.history.replaceState(null, '', address)
  }, [])

  useEffect(() => {
    setMayReturn(sessionTicketStore(conversationId).read() !== null)
    if (window.parent === window || !callClientId || !hostHref) {
      setDriver('page')
      if (wasInCall(conversationId)) setEntry({ entry: 'back' })
      return
    }
    const origin = allowedHost(hostHref, [window.location.origin, ...allowedOrigins])
    setDriver(origin ? { host: { callClientId, origin } } : 'strangers')
  }, [conversationId, callClientId, hostHref, allowedOrigins])

  // What the call needs comes while one looks at the lobby; where it did not, with the wish to join.
  const isOurs = driver === 'page' || typeof driver === 'object'
  useEffect(() => {
    if (!isOurs || Call) return
    import('./call').then((part) => setCall(() => part.Call), entry ? leave : () => {})
  }, [isOurs, entry, Call, leave])

  if (driver === 'strangers') {
    return (
      <RoomNotice title={t('notAllowed.title')}>
        <p>{t('notAllowed.text')}</p>
      </RoomNotice>
    )
  }
  if (driver === 'unknown') return <Waiting view={view} />
  const by = driver === 'page' ? entry : driver
  if (by) {
    if (!Call) return <Waiting view={view} />
    return <Call view={view} token={token} media={media} state={state} by={by} onGone={leave} />
  }
  if (view.status === 'ended') return <ClosedDoor reason="ended" />
  if (!mayReturn && view.requireAuth && !token) return <ClosedDoor reason="not-allowed" />
  if (!mayReturn && view.full) return <ClosedDoor reason="full" />
  return <Lobby view={view} media={media} state={state} onJoin={(name) => setEntry({ entry: { name } })} />
}
