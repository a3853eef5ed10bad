import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { Mark } from './mark'

/** Pixels of the picture, as the gallery's script takes it. */
const picture = { width: 1440, height: 900 }
/** The same in two widths, for wide and narrow screens. */
const sources = (scheme: 'light' | 'dark') =>
  `/product/call-${scheme}-720.webp 720w, /product/call-${scheme}.webp 1440w`
const sizes = '(max-width: 72rem) 100vw, 68rem'

const points = [
  {
    title: 'Describe it in a form',
    text: 'A persona that knows your facts, a face and a voice, a greeting, a language out of 42, and when it ends. What will happen, and what it will use at most, stands beside the form as you type.',
  },
  {
    title: 'Join it in the page',
    text: 'The replica greets you with voice and face, answers from what it knows, and stops when you interrupt. Others join by a link, without an account. Every reason for not seeing or hearing is named with its fix.',
  },
  {
    title: 'See what it used, to the second',
    text: 'A history you can search by what was said, recordings, a timeline with a link to every moment, usage by persona, replica or person, and a budget that ends calls when it is spent.',
  },
]

const request = `curl -X POST https://your.server/v2/conversations \\
  -H "x-api-key: $COLLOQUY_API_KEY" \\
  -H "content-type: application/json" \\
  -d '{"persona_id": "pdced222244b",
       "conversational_context": "Ana asks about opening hours."}'`

/** What the product is, in one page, with a picture of the product itself. */
export function ProductPage() {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-6xl flex-col px-4 sm:px-8">
      <header className="flex h-16 items-center justify-between gap-4">
        <span className="inline-flex items-center gap-2 font-semibold text-base tracking-tight">
          <Mark />
          Colloquy
        </span>
        <nav aria-label="Account" className="flex gap-2">
          <Button asChild variant="ghost">
            <Link href="/signin">Sign in</Link>
          </Button>
          <Button asChild>
            <Link href="/signup">Sign up</Link>
          </Button>
        </nav>
      </header>
      <main id="main" className="flex flex-1 flex-col gap-16 pt-10 pb-20 sm:pt-16">
        <div className="flex flex-col items-start gap-5">
          <h1 className="max-w-3xl text-balance font-semibold text-3xl tracking-tight sm:text-5xl">
            Conversational video, on your own server
          </h1>
          <p className="max-w-2xl text-pretty text-base text-muted sm:text-lg">
            Talk with replicas that see no cloud: faces, voices and answers are made on this machine. No
            account elsewhere, no minutes to buy, and an API that clients of Tavus use by changing an address.
          </p>
          <Button asChild variant="primary" size="lg">
            <Link href="/signup">Start a conversation</Link>
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
            alt="A call in the dashboard: the replica's video, the chat beside it, who is there, and the time that has run"
            className="h-auto w-full rounded-lg border border-border"
          />
        </picture>
        <ul className="grid gap-8 sm:grid-cols-3">
          {points.map(({ title, text }) => (
            <li key={title} className="border-border border-t pt-4">
              <h2 className="mb-2 font-semibold text-base">{title}</h2>
              <p className="text-pretty text-muted">{text}</p>
            </li>
          ))}
        </ul>
        <section aria-labelledby="api" className="grid gap-6 border-border border-t pt-8 lg:grid-cols-2">
          <div>
            <h2 id="api" className="mb-2 font-semibold text-base">
              The same over an API
            </h2>
            <p className="max-w-md text-pretty text-muted">
              Everything the form makes, a program makes too, with keys you can revoke. It is wire-compatible
              with Tavus <code className="font-mono text-[0.8125rem]">/v2</code>, so existing clients only
              change where they call.
            </p>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre tabIndex={0} className="overflow-x-auto rounded-md bg-subtle p-4 font-mono text-xs">
            {request}
          </pre>
        </section>
      </main>
      <footer className="border-border border-t py-6 text-muted text-xs">
        Colloquy is free software under the AGPL, version 3 or later.
      </footer>
    </div>
  )
}
