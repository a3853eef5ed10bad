import { onTestFinished } from 'vitest'
import { connectProvider } from '@/lib/domain/connections/service/connect'
import type { MemberScope } from '@/lib/domain/scope'
import { startTavus } from './tavus'

/** A Tavus on loopback. */
export type Tavus = Awaited<ReturnType<typeof startTavus>>

/** `now`: how late it is there; by the real time unless told otherwise. */
type Options = { now?: () => Date }

/**
 * Connects the workspace of `scope` to an account at a Tavus of its own, on loopback, whose callbacks are lost. Whoever
 * opens it closes it.
 */
export async function openAccount(scope: MemberScope, options?: Options): Promise<Tavus> {
  const tavus = await startTavus(options)
  tavus.callbacks = 'lost'
  await connectProvider(scope, 'tavus', { api_key: tavus.key, base_url: tavus.url })
  return tavus
}

/** The same for one test, after which it answers no more. */
export async function connectAccount(scope: MemberScope, options?: Options): Promise<Tavus> {
  const tavus = await openAccount(scope, options)
  onTestFinished(() => tavus.close())
  return tavus
}
