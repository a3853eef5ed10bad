'use client'

import {
  BookOpen,
  ChartNoAxesColumn,
  CodeXml,
  MessagesSquare,
  Plus,
  ScanFace,
  Settings,
  UserRoundPen,
} from 'lucide-react'
import { useLinkStatus } from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Link } from '@/components/ui/link'
import { Spinner } from '@/components/ui/spinner'
import { Mark } from './mark'

export const places = [
  { href: '/conversations', name: 'conversations', icon: MessagesSquare },
  { href: '/personas', name: 'personas', icon: UserRoundPen },
  { href: '/replicas', name: 'replicas', icon: ScanFace },
  { href: '/knowledge', name: 'knowledge', icon: BookOpen },
  { href: '/usage', name: 'usage', icon: ChartNoAxesColumn },
  { href: '/developers', name: 'developers', icon: CodeXml },
  { href: '/settings', name: 'settings', icon: Settings },
] as const

/** The name of the product, which leads to its first page. */
export function Wordmark() {
  return (
    <Link
      href="/conversations"
      className="inline-flex items-center gap-2 font-semibold text-base tracking-tight"
    >
      <Mark />
      Colloquy
    </Link>
  )
}

/** A page that takes a moment: after a fifth of a second, so that most never show it. */
function OnTheWay() {
  const { pending } = useLinkStatus()
  if (!pending) return null
  return <Spinner className="ms-auto opacity-100 transition-opacity delay-200 starting:opacity-0" />
}

/** The way to every page; `onNavigate` closes the drawer it may stand in. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const t = useTranslations('shell.navigation')
  const pathname = usePathname()
  return (
    <nav aria-label={t('main')} className="flex flex-col gap-4">
      <Button asChild variant="primary" className="justify-start">
        <Link href="/conversations/new" onClick={onNavigate}>
          <Plus aria-hidden />
          {t('newConversation')}
        </Link>
      </Button>
      <ul className="flex flex-col gap-0.5">
        {places.map(({ href, name, icon: Icon }) => {
          const here =
            pathname === href || (pathname.startsWith(`${href}/`) && pathname !== '/conversations/new')
          return (
            <li key={href}>
              <Link
                href={href}
                onClick={onNavigate}
                aria-current={here ? 'page' : undefined}
                className={cn(
                  'flex h-9 items-center gap-2.5 rounded-md px-2.5 transition-colors hover:bg-subtle',
                  here ? 'bg-subtle font-medium text-foreground' : 'text-muted',
                )}
              >
                <Icon aria-hidden className="size-4 shrink-0" />
                {t(name)}
                <OnTheWay />
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
