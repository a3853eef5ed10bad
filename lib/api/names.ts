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
    if (value.has(name) && !isSame(value.get(name), item)) {
      const other = byOwn.get(name)
      return { clash: `${name} and ${other} are two names of one thing, and differ here. Send one of them.` }
    }
    value.set(name, item)
  }
  return { value: Object.fromEntries(value) }
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** Where a JSON Patch points, under our name: `/pal_name` is `/persona_name`. */
export function pointerUnderOneName(pointer: string): string {
  const [root, first, ...rest] = pointer.split('/')
  const name = first === undefined ? undefined : byOther.get(first)
  return name ? [root, name, ...rest].join('/') : pointer
}

/** An answer with both names of everything in it that has two. */
export function bothNames(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(bothNames)
  if (typeof answer !== 'object' || answer === null) return answer
  const named: [string, unknown][] = []
  for (const [key, value] of Object.entries(answer)) {
    const both = bothNames(value)
    named.push([key, both])
    const other = byOwn.get(key)
    if (other) named.push([other, both])
  }
  return Object.fromEntries(named)
}
