import { DomainError } from '@/lib/domain/errors'
import { haveOneAddress, type Layers, mapSecrets, secretMask } from '@/lib/domain/models/rules/secrets'
import { isSealed, seal, unseal } from '@/lib/platform/seal'

/**
 * Layers as they are stored: no secret in the clear, and those that are to stay as they are taken from `stored`. A secret
 * stays with its address: it was not written for another one. `prefix` begins the names of fields to blame.
 * @throws DomainError `invalid` with the field, for a mask that stands for nothing
 */
export function sealedLayers(layers: Layers, stored: Layers, prefix = ''): Layers {
  const kept = new Map<string, string>()
  mapSecrets(stored, (secret, place) => {
    kept.set(place, secret)
    return secret
  })
  return mapSecrets(layers, (secret, place) => {
    if (secret !== secretMask) return seal(secret)
    const [layer = ''] = place.split('.')
    const same = kept.get(place)
    if (same && haveOneAddress(layers[layer], stored[layer])) return same
    const field = prefix + place
    const why = same ? 'was written for another base_url' : 'is what stands for a secret, not one'
    throw new DomainError('invalid', `${field} ${why}. Write it out.`, { field })
  })
}

/**
 * A stored secret as its server is asked with it.
 * @throws Error in words when it was sealed under another secret of the installation
 */
export function opened(secret: string): string {
  if (!isSealed(secret)) return secret
  try {
    return unseal(secret)
  } catch {
    throw new Error(
      'The API key or a header of a model was stored under another secret of this installation. Enter it again where the model is set up.',
    )
  }
}
