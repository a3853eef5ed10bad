import type { RateLimit } from '@/lib/domain/requests/rules'
import { type Refusal, refusal } from './errors'

const secondsUntil = (at: Date, now: Date) => Math.max(1, Math.ceil((at.getTime() - now.getTime()) / 1000))

/**
 * What an answer says of the limit that is nearest: `RateLimit` and `RateLimit-Policy` of the IETF's draft
 * (draft-ietf-httpapi-ratelimit-headers), and the older names that most clients read.
 */
export function rateHeaders({ policy, limit, left, resetAt }: RateLimit, now: Date): Record<string, string> {
  const seconds = secondsUntil(resetAt, now)
  return {
    'ratelimit-policy': `"${policy}";q=${limit};w=60`,
    ratelimit: `"${policy}";r=${left};t=${seconds}`,
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(left),
    'x-ratelimit-reset': String(seconds),
  }
}

/** The refusal of a request beyond a limit. */
export function tooMany({ policy, limit, resetAt }: RateLimit, now: Date): Refusal {
  const whose = policy === 'key' ? 'This API key' : 'This account'
  const seconds = secondsUntil(resetAt, now)
  return refusal(429, `${whose} may make ${limit} requests a minute. Try again in ${seconds} s.`, {
    'retry-after': String(seconds),
  })
}
