import { setMaxListeners } from 'node:events'
import type { SystemScope } from '@/lib/domain/scope'
import { attemptTimeoutMs, keptBytes, type Result } from '@/lib/domain/webhooks/rules'
import {
  attemptMade,
  type ClaimedDelivery,
  deliveryGivenBack,
  deliveryStopped,
} from '@/lib/domain/webhooks/service/deliver'
import { signingSecrets } from '@/lib/domain/webhooks/service/secrets'
import { signatureHeaders } from '@/lib/domain/webhooks/service/sign'
import type { Clock } from '@/lib/platform/clock'
import { publicAgents, type Resolve } from '@/lib/platform/outbound'
import { type Outcome, send } from '@/lib/platform/outbound-request'
import type { TargetPolicy } from '@/lib/platform/outbound-targets'

type Sending = {
  clock: Clock
  targets: TargetPolicy
  /** Looks names up; the system does it where it is left out. */
  resolve?: Resolve
  /** From 0 to 1, by chance. */
  random: () => number
  /** Aborted when the server stops: what is under way is sent again after the next start. */
  signal: AbortSignal
}

/** Makes the attempts at deliveries: signs, sends, and stores what came back. Connections are kept for the next one. */
export function createSender(system: SystemScope, { clock, targets, resolve, random, signal }: Sending) {
  // As many as there are attempts at once.
  setMaxListeners(0, signal)
  const agents = publicAgents({ permits: targets.permits, resolve, keepAlive: true })

  async function outcomeOf(
    url: string,
    headers: Record<string, string>,
    body: string,
  ): Promise<Outcome & { hopeless?: boolean }> {
    // What is refused as it is written is refused at every attempt; where a name leads can change.
    const refusal = targets.refusal(url)
    if (refusal) return { failure: `${refusal} Nothing was sent.`, hopeless: true, reached: false }
    const limits = { timeoutMs: attemptTimeoutMs, mostBytes: keptBytes }
    return await send({ method: 'POST', url, headers, body, agents, clock, signal, ...limits })
  }

  return {
    async send(delivery: ClaimedDelivery): Promise<void> {
      if (delivery.stopped) return await deliveryStopped(system, delivery)
      const { url, body, eventId, workspaceId } = delivery
      const secrets = await signingSecrets(system, workspaceId)
      const at = clock.now()
      const requestHeaders = {
        'content-type': 'application/json',
        'user-agent': 'Colloquy-Webhooks/1',
        'accept-encoding': 'identity',
        ...signatureHeaders({ eventId, at, body }, secrets),
      }
      const outcome = await outcomeOf(url, requestHeaders, body).catch((error) => {
        if (!signal.aborted) throw error
        return null
      })
      if (!outcome) return await deliveryGivenBack(system, delivery)
      const answered = 'status' in outcome
      const result: Result = answered
        ? { status: outcome.status, retryAfter: outcome.headers['retry-after'] }
        : outcome
      const attempt = {
        ...{ at, duration: clock.now().getTime() - at.getTime(), requestHeaders, result },
        answerHeaders: answered ? outcome.headers : {},
        answerBody: answered ? outcome.body : '',
      }
      await attemptMade(system, delivery, attempt, random())
    },
    close() {
      agents.httpAgent.destroy()
      agents.httpsAgent.destroy()
    },
  }
}
