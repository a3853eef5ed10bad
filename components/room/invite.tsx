'use client'

import { Share2, UserPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { encode } from 'uqr'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Popover } from '@/components/ui/popover'
import { isLoopback, meetingLink } from '@/lib/client/room/address'
import type { GuestView } from '@/lib/domain/conversations/serialize'

/** The link by which others join, to copy, to share and as a picture for a phone. */
export function Invite({ view }: { view: GuestView }) {
  const t = useTranslations('room.invite')
  return (
    <Popover
      label={t('inviteOthers')}
      className="w-72"
      trigger={
        <Button size="sm" variant="ghost">
          <UserPlus aria-hidden />
          {t('invite')}
        </Button>
      }
    >
      <InviteLink view={view} />
    </Popover>
  )
}

function InviteLink({ view }: { view: GuestView }) {
  const t = useTranslations('room.invite')
  const link = meetingLink(view.conversationId, window.location)
  const local = isLoopback(link)
  return (
    <div className="flex flex-col gap-3">
      <p className="break-all rounded-md bg-subtle px-2.5 py-2 font-mono text-xs">{link}</p>
      {view.requireAuth && <p className="text-muted text-xs">{t('private')}</p>}
      {local && <p className="text-warning text-xs">{t('localOnly')}</p>}
      <div className="flex flex-wrap gap-2">
        <CopyButton text={link}>{t('copyLink')}</CopyButton>
        {'share' in navigator && (
          <Button
            size="sm"
            // Whoever closes the system's dialog has simply changed their mind.
            onClick={() => void navigator.share({ url: link }).catch(() => {})}
          >
            <Share2 aria-hidden /> {t('share')}
          </Button>
        )}
      </div>
      {!local && <QrCode text={link} />}
    </div>
  )
}

/** Black on white in either theme, as cameras expect it. */
function QrCode({ text }: { text: string }) {
  const t = useTranslations('room.invite')
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg
      role="img"
      aria-label={t('qrCode')}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="w-full max-w-52 self-center rounded-md bg-white"
    >
      <path d={path} className="fill-black" />
    </svg>
  )
}
