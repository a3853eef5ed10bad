import {
  type ConversationCreate,
  conversationCreate,
  withoutBlanks,
} from '@/lib/domain/conversations/schema/request'
import { formLinkMark, isFormLink } from './form-link-mark'

/** Characters of a form unpacked; a longer one is none of ours. */
const mostUnpacked = 200_000

/**
 * The values of a form as the fragment of an address, "#form=…". Neither what only its owner should know (the external
 * id of a bucket's role) nor a background image, which no address holds, is in it.
 */
export async function writeFormLink(values: ConversationCreate): Promise<string> {
  const json = JSON.stringify(typed(shareable(values)))
  const packed = new Blob([json]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer())
  return formLinkMark + base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The values in the fragment of an address; null when it holds none, or none that a form can have. */
export async function readFormLink(fragment: string): Promise<ConversationCreate | null> {
  if (!isFormLink(fragment)) return null
  try {
    const text = fragment.slice(formLinkMark.length).replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
    const values: unknown = JSON.parse(await unpack(bytes))
    return valid(values)
  } catch {
    return null
  }
}

/** What of a form has been filled in: not what is empty, nor what is no number yet. */
export const typed = (values: ConversationCreate) =>
  withoutBlanks(JSON.parse(JSON.stringify(values)), 3) as ConversationCreate

/** A form without the fields that no request may have; null when it is none at all. */
function valid(values: unknown): ConversationCreate | null {
  const { data, error } = conversationCreate.safeParse(values)
  if (data) return data
  const refused = new Set(error.issues.map(({ path }) => path.slice(0, 2).join('.')))
  if (refused.has('')) return null
  const kept = (fields: object, prefix: string) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !refused.has(prefix + name)))
  const { properties, ...others } = values as { properties?: object }
  const repaired = { ...kept(others, ''), ...(properties && { properties: kept(properties, 'properties.') }) }
  return conversationCreate.safeParse(repaired).data ?? null
}

function shareable({ properties = {}, ...values }: ConversationCreate): ConversationCreate {
  const { background, recording_storage: storage, ...others } = properties
  const { external_id: _, ...bucket } = storage ?? {}
  return {
    ...values,
    properties: {
      ...others,
      ...(background?.type === 'color' && { background }),
      ...(storage && { recording_storage: bucket as typeof storage }),
    },
  }
}

/** Base64 in pieces: a whole form is more arguments than a call can have. */
function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096))
  return btoa(text)
}

async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([bytes])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'))
    .pipeThrough(new TextDecoderStream())
  let text = ''
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read()
    if (done) return text
    text += value
    if (text.length > mostUnpacked) {
      await reader.cancel()
      throw new RangeError('This is more than a form holds.')
    }
  }
}
