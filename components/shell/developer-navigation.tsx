'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import { developerPlaces } from './developer-places'

/** The way between the pages under Developers. */
export function DeveloperNavigation() {
  const t = useTranslations('shell.developerPlaces')
  const pathname = usePathname()
  return (
    <nav aria-label={t('developers')} className="mb-6 overflow-x-auto border-border border-b">
      <ul className="flex gap-5">
        {developerPlaces.map(({ href, name }) => {
          const here = pathname === href || pathname.startsWith(`${href}/`)
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={here ? 'page' : undefined}
                className={cn(
                  'block whitespace-nowrap border-b-2 py-2 font-medium transition-colors focus-visible:outline-offset-[-2px] hover:text-foreground',
                  here ? 'border-accent text-foreground' : 'border-transparent text-muted',
                )}
              >
                {t(name)}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
