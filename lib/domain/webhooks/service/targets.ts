import { DomainError } from '@/lib/domain/errors'
import { type TargetPolicy, targetPolicy } from '@/lib/platform/outbound-targets'
import { registry } from '@/lib/platform/registry'

/** Which addresses this installation sends webhooks to. */
export function webhookTargets(): TargetPolicy {
  const { env } = registry()
  return targetPolicy({
    allowed: env.OUTBOUND_ALLOW,
    setting: 'OUTBOUND_ALLOW',
    appUrl: env.APP_URL,
    announcedIp: env.MEDIA_ANNOUNCED_IP,
  })
}

/**
 * Refuses an address that nothing would ever be sent to. Where its name leads is looked at when something is.
 * @throws DomainError `invalid` with the field
 */
export function checkTarget(url: string, field: string): void {
  const why = webhookTargets().refusal(url)
  if (why) throw new DomainError('invalid', `${field} cannot be used. ${why}`, { field })
}
