/**
 * The two names of each thing. The compatible API renamed replicas to faces and personas to PALs and takes both since;
 * rows of one account came with either. We take either and answer with both; inside, a thing has the first name.
 */
const twins = {
  replica_id: 'face_id',
  replica_ids: 'face_ids',
  replica_name: 'face_name',
  replica_type: 'face_type',
  default_replica_id: 'default_face_id',
  persona_id: 'pal_id',
  persona_name: 'pal_name',
  persona_type: 'pal_type',
} as const

const byOther = new Map<string, string>(Object.entries(twins).map(([name, other]) => [other, name]))
const byOwn = new Map<string, string>(Object.entries(twins))

/** The other name of a field of an answer, where it has one. */
export const otherName = (name: string): string | undefined => byOwn.get(name)

/** The other address of a route, where it has one. Both as Hono writes them. */
export function otherPath(path: string): string | undefined {
  if (/^\/v2\/replicas(?:\/|$)/.test(path)) return path.replace('/v2/replicas', '/v2/faces')
  if (/^\/v2\/personas(?:\/|$)/.test(path)) return path.replace('/v2/personas', '/v2/pals')
  return undefined
}

type OneName = { value: Record<string, unknown> } | { clash: string }

/** A body or a query under our names; `clash`: both names of one thing were given, and say different things. */
export function oneName(given: object): OneName {
  const value = new Map<string, unknown>()
  for (const [key, item] of Object.entries(given)) {
    const name = byOther.get(key) ?? key
    // What has two names is a text.
    if (value.has(name) && value.get(name) !== item) {
      const other = byOwn.get(name)
      return { clash: `${name} and ${other} are two names of one thing, and differ here. Send one of them.` }
    }
    value.set(name, item)
  }
  return { value: Object.fromEntries(value) }
}

/** A JSON Patch under our names: `/pal_name` is `/persona_name`. What is no patch stays as it is, to be refused. */
export function patchUnderOneName(patch: unknown): unknown {
  if (!Array.isArray(patch)) return patch
  return patch.map((operation) => {
    if (typeof operation !== 'object' || operation === null) return operation
    const renamed = { ...operation }
    for (const part of ['path', 'from'])
      if (part in renamed) renamed[part] = pointerUnderOneName(renamed[part])
    return renamed
  })
}

function pointerUnderOneName(pointer: unknown): unknown {
  if (typeof pointer !== 'string') return pointer
  const [root, first, ...rest] = pointer.split('/')
  const name = first === undefined ? undefined : byOther.get(first)
  return name ? [root, name, ...rest].join('/') : pointer
}

/** Parts of answers that are their owner's own words, and come back as they were sent. */
const verbatim = new Set(['layers'])

/** An answer with both names of everything in it that has two. */
export function bothNames(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(bothNames)
  if (typeof answer !== 'object' || answer === null) return answer
  // Written field by field, by key alone: lists answer with hundreds of them.
  const given = answer as Record<string, unknown>
  const named: Record<string, unknown> = {}
  for (const key of Object.keys(given)) {
    const value = given[key]
    const both = verbatim.has(key) || typeof value !== 'object' ? value : bothNames(value)
    // Set as any other field would be, this one would be the object's prototype.
    if (key === '__proto__') Object.defineProperty(named, key, { value: both, enumerable: true })
    else named[key] = both
    const other = byOwn.get(key)
    // Of an answer that has both already, each stays what it is.
    if (other && !Object.hasOwn(answer, other)) named[other] = both
  }
  return named
}
