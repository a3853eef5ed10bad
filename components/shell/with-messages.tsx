'use client'

import { type AbstractIntlMessages, NextIntlClientProvider, useLocale, useMessages } from 'next-intl'
import { type ReactNode, useMemo } from 'react'

type WithMessagesProps = { messages: AbstractIntlMessages; children: ReactNode }

/** Adds words for the components below to those that components above brought. */
export function WithMessages({ messages, children }: WithMessagesProps) {
  const locale = useLocale()
  const outer = useMessages()
  const all = useMemo(() => merged(outer, messages), [outer, messages])
  return (
    <NextIntlClientProvider locale={locale} messages={all}>
      {children}
    </NextIntlClientProvider>
  )
}

/** Both, area by area: each may bring parts of one. */
function merged(outer: AbstractIntlMessages, inner: AbstractIntlMessages): AbstractIntlMessages {
  const all = { ...outer }
  for (const [area, parts] of Object.entries(inner)) {
    const before = all[area]
    all[area] = typeof before === 'object' && typeof parts === 'object' ? { ...before, ...parts } : parts
  }
  return all
}
