import { createHash } from 'node:crypto'
import { foldPassword } from '../rules'
import { hashes } from './widespread.json'

/** Of SHA-256, in base64url: 48 bits, so that no other password is taken for one of them. */
const hashLength = 8

let widespread: Set<string> | undefined

/** Whether a password, in any case, is one of the 5,000 of ten and more characters that most people have. */
export function isWidespread(password: string): boolean {
  widespread ??= new Set(hashes.match(new RegExp(`.{${hashLength}}`, 'g')))
  const hash = createHash('sha256').update(foldPassword(password)).digest('base64url')
  return widespread.has(hash.slice(0, hashLength))
}
