import { keyFrom } from '@/lib/access/keys'
import { sessionFrom } from '@/lib/access/session'
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

/**
 * Who is asking. A key decides alone when there is one: a bad key is not rescued by a good cookie. The session
 * cookie is good for reading only, so that no other site can make a signed-in browser change anything.
 */
export async function authenticate(
  request: Request,
  access: 'read' | 'write',
): Promise<{ scope: WorkspaceScope } | { refused: Refusal }> {
  if (bringsKey(request.headers)) {
    const scope = await keyFrom(request.headers)
    return scope ? { scope } : { refused: invalidToken }
  }
  const scope = await sessionFrom(request)
  if (!scope) return { refused: invalidToken }
  return access === 'read' ? { scope } : { refused: needsKey }
}
