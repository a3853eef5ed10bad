import type { Operation, Parameter } from './judge'

/** What ids look like in answers. */
export const idNames =
  /^(conversation|persona|replica|objectives|guardrails|webhook|delivery|document|memory)_id$|^uuid$|^id$/
/** The field of an answer that is its own id: the first of these that it has. */
export const ownIds = [
  ...['memory_id', 'conversation_id', 'persona_id', 'replica_id', 'objectives_id', 'guardrails_id'],
  ...['document_id', 'uuid'],
  ...['delivery_id', 'webhook_id', 'id'],
]

/** Lists of what nobody creates by a request: the logs. */
export const ownLists = ['/v2/requests', '/v2/webhooks/deliveries']
export const listOf = ({ path }: Operation) => path.split('/{id}')[0] ?? ''

/** The address of one of the things that a POST at `path` makes. */
export const placeOf = (path: string): string => {
  if (path === '/v2/memory-stores/{store}/memories') return '/v2/memories/{store}/{id}'
  return isPassedOn(path) ? `${path}/{item}` : `${path}/{id}`
}

/** Whether what is sent to an address goes on to a provider outside. */
const isPassedOn = (path: string) => /^\/v2\/providers\/\{id\}\/(personas|replicas)/.test(path)

/** What can be an id. */
export const words = (text: string): string[] => text.match(/[A-Za-z0-9_-]{6,}/g) ?? []

/** Whether a NUL character or half of a surrogate pair is in it. */
export const isUnstorable = (body: unknown) => /\\u0000|\\ud[89a-f]/i.test(JSON.stringify(body) ?? '')

export const markOf = (name: string) => `mark-of-${name}`

/**
 * A refusal for what another thing is, not for the shape of the request: a reference, a full workspace, two dates, or a
 * look, whose parts only those who draw it know.
 */
export function isAboutAnother(told: string): boolean {
  const { field = '', message = '' } = JSON.parse(told) as { field?: string; message?: string }
  return /(_ids?|^cursor|^from|^to|^look)$/.test(field) || /maximum concurrent/.test(message)
}

/** A refusal in the words of a provider, whose rules the document cannot tell, of what went on to it. */
export function isProvidersOwn({ path }: Operation, told: string): boolean {
  const { field = '', message = '' } = JSON.parse(told) as { field?: string; message?: string }
  return isPassedOn(path) && field === 'provider' && message.startsWith('Tavus says: ')
}

/** The value of a query as its schema has it: everything in an address is text. */
export function asTyped({ schema }: Parameter, written: string): unknown {
  if (typeof schema === 'boolean' || schema.type !== 'integer') return written
  return written.trim() === '' || Number.isNaN(Number(written)) ? written : Number(written)
}
