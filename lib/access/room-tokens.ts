import { errors, jwtVerify, SignJWT } from 'jose'
import * as z from 'zod'
import { base62Text } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'

const audience = 'colloquy-room'

const claims = z.object({
  jti: z.string(),
  conversation: z.string(),
  name: z.string().optional(),
  account: z.string().optional(),
})

/** What a meeting token says: the room it opens, and for whom. */
export type MeetingToken = {
  /** Admits once: whoever admits writes it down. */
  tokenId: string
  conversationId: string
  name: string | null
  accountId: string | null
}

/** A token for the meeting link of one conversation, good until `expiresAt`: a compact JWT, HS256. */
export function mintMeetingToken(token: {
  conversationId: string
  name?: string
  accountId?: string
  expiresAt: Date
}): Promise<string> {
  const { clock, secrets } = registry()
  return new SignJWT({ conversation: token.conversationId, name: token.name, account: token.accountId })
    .setProtectedHeader({ alg: 'HS256' })
    .setJti(base62Text(22))
    .setAudience(audience)
    .setIssuedAt(clock.now())
    .setExpirationTime(token.expiresAt)
    .sign(secrets.roomTokens)
}

/** What a token of ours says, or why it admits nobody at `now`. */
export async function verifyMeetingToken(
  token: string,
  now: Date,
): Promise<MeetingToken | 'expired' | 'invalid'> {
  try {
    const { payload } = await jwtVerify(token, registry().secrets.roomTokens, {
      algorithms: ['HS256'],
      audience,
      currentDate: now,
      requiredClaims: ['exp', 'jti'],
    })
    const { jti, conversation, name, account } = claims.parse(payload)
    return { tokenId: jti, conversationId: conversation, name: name ?? null, accountId: account ?? null }
  } catch (error) {
    return error instanceof errors.JWTExpired ? 'expired' : 'invalid'
  }
}

/** Whether `token` opens the room of this conversation now. Whether it was used before is the room's to know. */
export async function opensRoom(token: string | undefined, conversationId: string): Promise<boolean> {
  const claims = token ? await verifyMeetingToken(token, registry().clock.now()) : 'invalid'
  return typeof claims !== 'string' && claims.conversationId === conversationId
}
