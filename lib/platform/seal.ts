import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { registry } from './registry'

/** AES-256-GCM with the nonce and tag lengths of NIST SP 800-38D. */
const algorithm = 'aes-256-gcm'
const nonceLength = 12
const tagLength = 16
const version = 'sealed1.'

/** A secret as it may be stored: encrypted under this installation's key, and different each time. */
export function seal(secret: string): string {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv(algorithm, registry().secrets.encryption, nonce, { authTagLength: tagLength })
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return version + Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url')
}

/** Whether a stored text is a sealed secret, or was written in the clear. */
export const isSealed = (text: string): boolean => text.startsWith(version)

/**
 * A stored secret in the clear.
 * @throws Error when it was not sealed by this installation, or was changed since
 */
export function unseal(sealed: string): string {
  if (!isSealed(sealed)) throw new Error('This is no sealed secret.')
  const bytes = Buffer.from(sealed.slice(version.length), 'base64url')
  const cipher = createDecipheriv(algorithm, registry().secrets.encryption, bytes.subarray(0, nonceLength), {
    authTagLength: tagLength,
  })
  cipher.setAuthTag(bytes.subarray(-tagLength))
  const text = cipher.update(bytes.subarray(nonceLength, -tagLength))
  return Buffer.concat([text, cipher.final()]).toString('utf8')
}
