import { DomainError } from '@/lib/domain/errors'
import { isLayer, type Layers } from '@/lib/domain/models/rules/secrets'
import { readAllowedTargets, type TargetPolicy, targetPolicy } from '@/lib/platform/outbound-targets'
import { registry } from '@/lib/platform/registry'

/** Which addresses of models this installation sends requests to. */
export function modelTargets(): TargetPolicy {
  const { env } = registry()
  return targetPolicy({
    allowed: readAllowedTargets(env.MODEL_PRIVATE_HOSTS),
    setting: 'MODEL_PRIVATE_HOSTS',
    appUrl: env.APP_URL,
    announcedIp: env.MEDIA_ANNOUNCED_IP,
  })
}

/**
 * Refuses layers with an address that no model would ever be asked at. Where names lead is looked at when they are asked.
 * @throws DomainError `invalid` with the field, whose name `prefix` begins
 */
export function checkAddresses(layers: Layers, prefix = ''): void {
  const targets = modelTargets()
  for (const [name, layer] of Object.entries(layers)) {
    if (!isLayer(layer) || typeof layer.base_url !== 'string') continue
    const why = targets.refusal(layer.base_url)
    const field = `${prefix}${name}.base_url`
    if (why) throw new DomainError('invalid', `${field} cannot be used. ${why}`, { field })
  }
}
