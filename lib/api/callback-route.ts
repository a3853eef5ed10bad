import { systemScope } from '@/lib/access/scopes'
import { isCallbackSecret } from '@/lib/domain/conversations/service/callback-address'
import { heardOutside } from '@/lib/domain/conversations/service/outside'
import { registry } from '@/lib/platform/registry'
import { badRequest, refusal, refusalOf } from './errors'
import { json } from './handle'
import { readText } from './input'

/** Where a provider outside tells what happens in a conversation; the last part is known to it alone. */
export const callbackPath = '/callbacks/:conversation/:secret'

/** Answers a provider's callback. Never rejects. A failure of ours is answered as one, so that it is told again. */
export async function handleCallback(
  request: Request,
  { conversation, secret }: { conversation: string; secret: string },
  requestId: string,
): Promise<Response> {
  const { clock, log } = registry()
  if (!isCallbackSecret(conversation, secret))
    return refuse(refusal(404, 'There is nothing at this address.'))
  try {
    const text = await readText(request)
    if ('refused' in text) return refuse(text.refused)
    const isTaken = await heardOutside(systemScope('callbacks'), conversation, readJson(text.value))
    return isTaken
      ? new Response(null, { status: 204 })
      : refuse(badRequest('The body is not about a conversation.'))
  } catch (error) {
    const refused = refusalOf(error, { requestId, now: clock.now() })
    if (refused.unexpected) log.error({ error, request: requestId }, 'A callback could not be taken')
    return refuse(refused)
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const refuse = ({ status, body, headers }: ReturnType<typeof refusal>) => json(body, status, headers)
