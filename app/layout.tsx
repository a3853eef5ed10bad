import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { preferenceIn } from '@/components/shell/preference'
import { typefaces } from './fonts'
import { Providers } from './providers'
import { Words } from './words'
import './globals.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('pages.home')
  return { title: { default: 'Colloquy', template: '%s · Colloquy' }, description: t('description') }
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf9f7' },
    { media: '(prefers-color-scheme: dark)', color: '#141311' },
  ],
}

/** The time zone a cookie names, if there is such a zone. */
function zoneNamed(name: string | undefined): string | undefined {
  try {
    return name && new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}

/** Stands at the end of what a page shows. */
const endId = 'page-end'

/** The document of every page. Theme and time zone are remembered in cookies, so that the first paint has them already. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [nonce, jar, locale] = await Promise.all([
    headers().then((all) => all.get('x-nonce') ?? undefined),
    cookies(),
    getLocale(),
  ])
  const theme = preferenceIn(jar, 'theme')
  const zone = zoneNamed(preferenceIn(jar, 'zone'))
  return (
    <html
      lang={locale}
      data-theme={theme === 'light' || theme === 'dark' ? theme : undefined}
      className={typefaces}
    >
      {/* Drawn once all of it is read: what a browser has drawn of a page before would give way to the rest. */}
      <head>
        <link rel="expect" href={`#${endId}`} blocking="render" />
      </head>
      <body className="font-sans">
        <NextIntlClientProvider messages={{}}>
          <Words of={['ui', 'shell.pageFailure']}>
            <Providers nonce={nonce} zone={zone}>
              {children}
            </Providers>
          </Words>
        </NextIntlClientProvider>
        <span id={endId} hidden />
      </body>
    </html>
  )
}
