import { getRequestConfig } from 'next-intl/server'
import type messages from '../messages/en.json'

declare module 'next-intl' {
  // What `useTranslations` checks keys and their arguments against.
  interface AppConfig {
    Locale: 'en'
    Messages: typeof messages
  }
}

/** The words of a request's pages. English is the only language so far, so nothing is asked of the request. */
export default getRequestConfig(async () => {
  const locale = 'en'
  return { locale, messages: (await import(`../messages/${locale}.json`)).default }
})
