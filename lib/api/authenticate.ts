import { keyFrom } from '@/lib/access/keys'
import { sessionFrom } from '@/lib/access/session'
import type { KeyRefusal, KnownKey } from '@/lib/domain/api-keys/service'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { invalidToken, type Refusal, refusal } from './errors'

const needsKey = refusal(
  403,
  'Changes over the API need an API key. Send it as x-api-key; being signed in is enough for reading only.',
)

/** True when the request names a key at all, whether or not it is a good one. */
function bringsKey(headers: Headers): boolean {
  return headers.has('x-api-key') || /^bearer\s/i.test(headers.get('authorization') ?? '')
}

/** What is told to whoever has a key that was good once, or is good elsewhere. */
const refusedKeys: Record<KeyRefusal, string> = {
  revoked: 'This API key was revoked. Make another one under Developers.',
  expired: 'This API key has expired. Make another one under Developers.',
  address: 'This API key may not be used from this address. Its list of addresses stands under Developers.',
  left: 'Whoever made this API key is no longer in the workspace. Make another one under Developers.',
}

const lacking = {
  read: refusal(403, 'This API key may write only. Reading needs one with the scope read.'),
  write: refusal(403, 'This API key may read only. Changes need one with the scope write.'),
}

/**
 * Who asks, or why they are refused. `key` is the one that came with the request as far as we know it, also where it is
 * refused, so that those it belongs to can see the refusal.
 */
export type Authentication = { scope: WorkspaceScope; key?: KnownKey } | { refused: Refusal; key?: KnownKey }

/**
 * Who is asking. A key decides alone when there is one: a bad key is not rescued by a good cookie. The session
 * cookie is good for reading only, so that no other site can make a signed-in browser change anything.
 */
export async function authenticate(request: Request, access: 'read' | 'write'): Promise<Authentication> {
  if (bringsKey(request.headers)) {
    const answer = await keyFrom(request.headers)
    if (!answer) return { refused: invalidToken }
    const { key } = answer
    if ('refused' in answer) {
      return {
        refused: { ...invalidToken, body: { ...invalidToken.body, detail: refusedKeys[answer.refused] } },
        key,
      }
    }
    return answer.scopes.includes(access) ? { scope: answer.scope, key } : { refused: lacking[access], key }
  }
  const scope = await sessionFrom(request)
  if (!scope) return { refused: invalidToken }
  return access === 'read' ? { scope } : { refused: needsKey }
}
