'use client'

import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/cn'
import { Link } from '@/components/ui/link'

type PlaceNavigationProps = { label: string; places: { href: string; name: string }[] }

/** The way between the pages of one part of the product. */
export function PlaceNavigation({ label, places }: PlaceNavigationProps) {
  const pathname = usePathname()
  return (
    <nav aria-label={label} className="mb-6 overflow-x-auto border-border border-b">
      <ul className="flex gap-5">
        {places.map(({ href, name }) => {
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
                {name}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
