import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Link } from '@/components/ui/link'
import { Mark } from './mark'

/** Pixels of the picture, as the gallery's script takes it. */
const picture = { width: 1440, height: 900 }
/** The same in two widths; the narrow one is a phone of 414 pixels at twice as many dots. */
const sources = (scheme: 'light' | 'dark') =>
  `/product/call-${scheme}-828.webp 828w, /product/call-${scheme}.webp 1440w`
const sizes = '(max-width: 72rem) 100vw, 68rem'

const points = ['describe', 'join', 'see'] as const

const request = `curl -X POST https://your.server/v2/conversations \\
  -H "x-api-key: $COLLOQUY_API_KEY" \\
  -H "content-type: application/json" \\
  -d '{"persona_id": "pdced222244b",
       "conversational_context": "Ana asks about opening hours."}'`

/** What the product is, in one page, with a picture of the product itself. */
export function ProductPage() {
  const t = useTranslations('pages.product')
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-6xl flex-col px-4 sm:px-8">
      <header className="flex h-16 items-center justify-between gap-4">
        <span className="inline-flex items-center gap-2 font-semibold text-base tracking-tight">
          <Mark />
          Colloquy
        </span>
        <nav aria-label={t('account')} className="flex gap-2">
          <Button asChild variant="ghost">
            <Link href="/signin">{t('signIn')}</Link>
          </Button>
          <Button asChild>
            <Link href="/signup">{t('signUp')}</Link>
          </Button>
        </nav>
      </header>
      <main id="main" className="flex flex-1 flex-col gap-16 pt-10 pb-20 sm:pt-16">
        <div className="flex flex-col items-start gap-5">
          <h1 className="max-w-3xl text-balance font-semibold text-3xl tracking-tight sm:text-5xl">
            {t('title')}
          </h1>
          <p className="max-w-2xl text-pretty text-base text-muted sm:text-lg">{t('lead')}</p>
          <Button asChild variant="primary" size="lg">
            <Link href="/signup">{t('startAConversation')}</Link>
          </Button>
        </div>
        <picture>
          <source srcSet={sources('dark')} sizes={sizes} media="(prefers-color-scheme: dark)" />
          <img
            src="/product/call-light.webp"
            srcSet={sources('light')}
            sizes={sizes}
            {...picture}
            fetchPriority="high"
            alt={t('picture')}
            className="h-auto w-full rounded-lg border border-border"
          />
        </picture>
        <ul className="grid gap-8 sm:grid-cols-3">
          {points.map((point) => (
            <li key={point} className="border-border border-t pt-4">
              <h2 className="mb-2 font-semibold text-base">{t(`${point}.title`)}</h2>
              <p className="text-pretty text-muted">{t(`${point}.text`)}</p>
            </li>
          ))}
        </ul>
        <section aria-labelledby="api" className="grid gap-6 border-border border-t pt-8 lg:grid-cols-2">
          <div>
            <h2 id="api" className="mb-2 font-semibold text-base">
              {t('api.title')}
            </h2>
            <p className="max-w-md text-pretty text-muted">
              {t.rich('api.text', {
                code: (chunks) => <code className="font-mono text-[0.8125rem]">{chunks}</code>,
              })}
            </p>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre tabIndex={0} className="overflow-x-auto rounded-md bg-subtle p-4 font-mono text-xs">
            {request}
          </pre>
        </section>
      </main>
      <footer className="border-border border-t py-6 text-muted text-xs">{t('licence')}</footer>
    </div>
  )
}
