import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from './providers'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Colloquy', template: '%s · Colloquy' },
  description: 'Conversational video on your own server.',
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf9f7' },
    { media: '(prefers-color-scheme: dark)', color: '#141311' },
  ],
}

/** The document of every page. The remembered theme is a cookie, so that the first paint has it already. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [nonce, theme] = await Promise.all([
    headers().then((all) => all.get('x-nonce') ?? undefined),
    cookies().then((all) => all.get('theme')?.value),
  ])
  return (
    <html
      lang="en"
      data-theme={theme === 'light' || theme === 'dark' ? theme : undefined}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body className="font-sans">
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  )
}
