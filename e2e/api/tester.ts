import fc from 'fast-check'
import type { Judge, Operation } from './judge'
import { damaged, type Made, valueFor } from './values'
import {
  asTyped,
  idNames,
  isAboutAnother,
  isProvidersOwn,
  isUnstorable,
  listOf,
  markOf,
  ownIds,
  ownLists,
  placeOf,
  words,
} from './words'

export type Json = Record<string, unknown>

/** Who calls: a workspace's key, or nobody. */
export type Caller = { name: string; key?: string }

export type Call = (
  path: string,
  request: { method: string; key?: string; body?: unknown },
) => Promise<Response>

export type Fuzzed = { requests: number; statuses: Map<string, number> }

/** What is called, by whom, and how often. */
export type Options = {
  document: Json
  call: Call
  /** Two workspaces that must not see each other's things. */
  people: [Caller, Caller]
  /** At least this many requests are made. */
  requests: number
  seed: number
  /** Properties that are never sent: what they do reaches out of the process. */
  without: string[]
  /** Ids that anybody may use, by the field that takes them. */
  stock: Record<string, string>
  /** By the address that creates it: what further lives, beside those by the document alone, begin with in any case. */
  lives?: Record<string, object>
}

const nobody: Caller = { name: 'nobody' }
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const unknownIds = [
  ...['c0123456789abcde', 'p1', 'r1', '00000000-0000-4000-8000-000000000000'],
  ...['%00', 'a b', '..%2f', "'", 'x'.repeat(200)],
]
/** Names of stores, which are of any text. */
const storeNames = ['ana-tutor', 'a b/c?d#e', 'ü%2f', "'", '...', '%', 'x'.repeat(200)]
/** The store whose facts live and die. */
const livesStore = 'lives'
/** Makes requests to the operations of a document, and holds each answer to what every answer must be. */
export class Tester {
  readonly done: Fuzzed = { requests: 0, statuses: new Map() }
  /** Ids of each caller's things, by field; those that are gone are taken out. */
  private readonly ids = new Map<string, Map<string, Set<string>>>()
  /** Every id that ever was a caller's. */
  private readonly owned = new Map<string, Set<string>>()
  /** Every word a caller ever sent: the request log repeats them. */
  private readonly said = new Map<string, Set<string>>()
  /** Ids of each caller's things, by the address of their list. */
  private readonly listed = new Map<string, Set<string>>()

  constructor(
    private readonly options: Options,
    private readonly operations: Operation[],
    private readonly judge: Judge,
  ) {}

  /** Ids that a workspace sees before it has anything of its own: those are everybody's. */
  private readonly shared = new Set<string>()

  /** Reads every list once, to know what is everybody's. */
  async learnShared(): Promise<void> {
    const lists = this.operations.filter(
      ({ method, path, answers }) =>
        method === 'GET' && !path.includes('{') && answers[200]?.content?.['application/json'],
    )
    for (const { path } of lists) {
      const answer = await this.options.call(path, { method: 'GET', key: this.options.people[0].key })
      this.done.requests++
      for (const word of words(await answer.text())) this.shared.add(word)
    }
  }

  private made({ name }: Caller): Made {
    const { document, without, stock } = this.options
    return {
      document,
      without,
      mark: markOf(name),
      ids: (field) => [
        ...(stock[field] ? [stock[field]] : []),
        ...[...(this.ids.get(name)?.get(field) ?? [])].slice(-3),
      ],
    }
  }

  /** Sends a request and holds the answer to what every answer must be. */
  private async send(
    operation: Operation,
    who: Caller,
    path: string,
    body?: unknown,
    method = operation.method,
  ) {
    const said = this.said.get(who.name) ?? new Set()
    this.said.set(who.name, said)
    for (const word of words(`${path} ${JSON.stringify(body) ?? ''}`)) said.add(word)
    const answer = await this.options.call(path, { method, key: who.key, body })
    const { status } = answer
    this.done.requests++
    const counted = `${operation.id} ${status}`
    this.done.statuses.set(counted, (this.done.statuses.get(counted) ?? 0) + 1)
    const told = answer.headers.get('content-type')?.includes('event-stream')
      ? ''
      : await answer.clone().text()
    const broken = (what: string): never => {
      const sent = JSON.stringify(body)?.slice(0, 1500) ?? ''
      throw new Error(`${who.name}: ${method} ${path} ${sent}\n  ${status} ${told.slice(0, 800)}\n  ${what}`)
    }
    if (status >= 500) broken('A failure of the server.')
    const wrong = await this.judge.answer(operation, answer, method)
    if (wrong) broken(`Not as documented: ${wrong}`)
    if (!who.key && !operation.open && status !== 401) broken('Nobody came in.')
    if (who.key && status === 401) broken('A good key was refused.')
    for (const [name, owned] of this.owned) {
      if (name === who.name) continue
      // What a caller sent themselves, whoever's it was, is no sight of it.
      const repeats = path.startsWith('/v2/requests')
      if (told.includes(markOf(name)) && !(repeats && said.has(markOf(name))))
        broken(`It shows texts of ${name}.`)
      const seen = words(told).find(
        (word) =>
          owned.has(word) &&
          !path.includes(word) &&
          !JSON.stringify(body ?? '').includes(word) &&
          !(repeats && said.has(word)),
      )
      if (seen) broken(`It shows ${seen} of ${name}.`)
    }
    return { status, told, broken }
  }

  private remember({ name }: Caller, told: string): void {
    for (const [field, id] of Object.entries(JSON.parse(told) as Json)) {
      if (!idNames.test(field) || typeof id !== 'string' || this.shared.has(id)) continue
      const known = this.ids.get(name) ?? new Map<string, Set<string>>()
      this.ids.set(name, known.set(field, (known.get(field) ?? new Set()).add(id)))
      this.owned.set(name, (this.owned.get(name) ?? new Set()).add(id))
    }
  }

  /** What a list of a workspace's own things shows can be asked for one by one. */
  private rememberList({ name }: Caller, { path }: Operation, told: string): void {
    if (!ownLists.includes(path)) return
    const { data } = JSON.parse(told) as { data: Json[] }
    const known = this.listed.get(`${name} ${path}`) ?? new Set()
    this.listed.set(`${name} ${path}`, known)
    for (const row of data) {
      const id = row[ownIds.find((field) => field in row && field !== 'conversation_id') ?? '']
      if (typeof id !== 'string') continue
      known.add(id)
      this.owned.set(name, (this.owned.get(name) ?? new Set()).add(id))
    }
  }

  private forget({ name }: Caller, id: string): void {
    for (const ids of this.ids.get(name)?.values() ?? []) ids.delete(id)
  }

  /**
   * Create, read, change, end, delete, and whatever is tried afterwards; with the other and nobody at each step. Without
   * `g` all of it by the document's examples. `fixed` is in the body that creates it, whatever else is.
   */
  async life(
    noun: string,
    owner: Caller,
    other: Caller,
    g: fc.GeneratorValue | null,
    fixed?: object,
  ): Promise<void> {
    const create = this.operations.find(({ method, path }) => method === 'POST' && path === noun)
    const ofOne = this.operations.filter(({ path }) => path.startsWith(placeOf(noun)))
    if (!create) return
    const body = { ...Object(this.bodyOf(create, owner, g)), ...fixed }
    // Stores and providers are there for everybody; what they have is not.
    const inStore = (path: string) =>
      path.replace('{store}', livesStore).replace('/providers/{id}', '/providers/tavus')
    const made = await this.valid(create, owner, inStore(noun), body)
    if (made.status !== 200) return
    this.remember(owner, made.told)
    const answer = JSON.parse(made.told) as Record<string, string>
    const id = answer[ownIds.find((name) => name in answer) ?? ''] ?? ''
    await this.among(noun, inStore(noun), id, owner, other)
    // Nobody has said anything in a new conversation: what a path names within a thing need not be there.
    const at = ({ path }: Operation) =>
      inStore(path)
        .replace(/\{(id|item)\}/, id)
        .replace(/\{\w+\}/, '1')
    const isPart = ({ path }: Operation) => /\{id\}.*\{/.test(inStore(path))
    const last = ({ method, destroys }: Operation) => (method === 'DELETE' ? 2 : destroys ? 1 : 0)
    for (const operation of [...ofOne].sort((one, two) => last(one) - last(two))) {
      const sent = this.bodyOf(operation, owner, g)
      await this.send(operation, nobody, at(operation), sent)
      const foreign = await this.send(operation, other, at(operation), sent)
      if (foreign.status < 400) foreign.broken('It is the thing of another workspace.')
      const mine = await this.valid(operation, owner, at(operation), sent)
      // 409 says that it is in no state for it, which the document says of those that have states.
      if (mine.status >= 400 && mine.status !== 409 && operation.method !== 'PATCH' && !isPart(operation))
        mine.broken('It was there and may be used.')
      if (operation.method !== 'DELETE') continue
      this.forget(owner, id)
      for (const each of ofOne) {
        const after = await this.send(each, owner, at(each), sent)
        if (after.status < 400) after.broken('It was deleted.')
      }
    }
  }

  /** Where it was made, it is listed for its owner alone. */
  private async among(path: string, at: string, id: string, owner: Caller, other: Caller): Promise<void> {
    const list = this.operations.find((each) => each.method === 'GET' && each.path === path)
    if (!list) return
    const foreign = await this.send(list, other, at)
    if (foreign.told.includes(id)) foreign.broken('It is the thing of another workspace.')
    const mine = await this.send(list, owner, at)
    if (mine.status >= 400) mine.broken('There is something to list.')
  }

  /** What the logs show can be read one by one, by its owner alone. */
  async logs(owner: Caller, other: Caller): Promise<void> {
    for (const list of this.operations.filter(
      ({ method, path }) => method === 'GET' && ownLists.includes(path),
    )) {
      this.rememberList(owner, list, (await this.send(list, owner, list.path)).told)
      const [id] = this.listed.get(`${owner.name} ${list.path}`) ?? []
      for (const each of this.operations.filter(({ path }) => id && path.startsWith(`${list.path}/{id}`))) {
        const path = each.path.replace('{id}', String(id))
        const foreign = await this.send(each, other, path)
        if (foreign.status < 400) foreign.broken('It is the thing of another workspace.')
        const mine = await this.send(each, owner, path)
        if (mine.status >= 400 && mine.status !== 409) mine.broken('It was there and may be used.')
      }
    }
  }

  /** The document's own example, or one like it: a patch that is made at will seldom applies. */
  private bodyOf({ body }: Operation, who: Caller, g: fc.GeneratorValue | null): unknown {
    if (!body) return undefined
    return !g || g(() => fc.boolean()) ? body.example : g(() => valueFor(body.schema, this.made(who)))
  }

  /** A request whose body the document takes, or says what is wrong with it. */
  private async valid(operation: Operation, who: Caller, path: string, body: unknown) {
    const wrong = this.judge.body(operation, body)
    const sent = await this.send(operation, who, path, body)
    // The document says it of texts as a whole; in fields that nobody knows nobody looks.
    if (isUnstorable(body)) return sent
    if (wrong && sent.status < 400) sent.broken(`The document refuses this body: ${wrong}`)
    if (
      operation.body &&
      !wrong &&
      sent.status === 400 &&
      operation.method !== 'PATCH' &&
      !isAboutAnother(sent.told) &&
      !isProvidersOwn(operation, sent.told)
    )
      sent.broken('The document takes this body.')
    return sent
  }

  /** One request to an operation as it comes: a query, an id, a body, each of them good or bad. */
  async one(operation: Operation, who: Caller, g: fc.GeneratorValue): Promise<void> {
    const made = this.made(who)
    const { body, parameters, method } = operation
    const fields = parameters.filter((parameter) => parameter.in === 'query')
    const query = new URLSearchParams()
    let bad: string | null = null
    // Of a long query one field would nearly always be bad, and the operation never carried out.
    const usual = ['absent', 'absent', 'good', 'good', g(() => fc.constantFrom('bad', 'good'))]
    for (const parameter of fields) {
      const how = g(() => fc.constantFrom(...usual))
      if (how === 'absent' || 'x-alias-of' in parameter) continue
      const value =
        how === 'good' ? g(() => valueFor(parameter.schema, made, parameter.name)) : g(() => damaged(''))
      const written = typeof value === 'string' ? value.replaceAll('\ud800', '') : JSON.stringify(value)
      query.set(parameter.name, written)
      if (written.includes('\0')) return
      bad ??= this.judge.parameter(parameter, asTyped(parameter, written))
    }
    const example = String(parameters.find(({ name }) => name === 'id')?.example)
    const own = [...(this.listed.get(`${who.name} ${listOf(operation)}`) ?? [])].slice(-3)
    const id = g(() => fc.oneof(fc.constantFrom(example, ...own), fc.constantFrom(...unknownIds)))
    // Few of the odd names ever become a store.
    const store = g(() =>
      fc.oneof(fc.constant(livesStore), { weight: 2, arbitrary: fc.constantFrom(...storeNames) }),
    )
    const at = operation.path.replace('{store}', encodeURIComponent(store)).replace(/\{\w+\}/g, encodeURI(id))
    const path = `${at}${query.size > 0 ? `?${query}` : ''}`
    const good = body ? g(() => valueFor(body.schema, made)) : undefined
    const how = body ? g(() => fc.constantFrom('good', 'damaged', 'damaged', 'raw')) : 'good'
    const sent =
      how === 'good'
        ? good
        : how === 'damaged'
          ? g(() => damaged(good))
          : g(() =>
              fc.constantFrom(
                '{',
                '[]',
                '"x"',
                'null',
                '',
                `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`,
                '{"__proto__":{"x":1}}',
              ),
            )
    await this.send(operation, nobody, path, sent)
    const answer =
      how === 'raw' || operation.path.includes('{id}')
        ? await this.send(operation, who, path, sent)
        : await this.valid(operation, who, path, typeof sent === 'string' ? JSON.stringify(sent) : sent)
    if (operation.path.includes('{id}') && unknownIds.includes(id) && answer.status < 400)
      answer.broken('No such id ever was.')
    if (bad && answer.status < 400) answer.broken(`The document refuses this query: ${bad}`)
    if (
      !bad &&
      !body &&
      answer.status === 400 &&
      !operation.path.includes('{id}') &&
      !isAboutAnother(answer.told)
    )
      answer.broken('The document takes this query.')
    if (method === 'POST' && answer.status === 200 && !operation.path.includes('{id}'))
      this.remember(who, answer.told)
    if (method === 'GET' && answer.status === 200) this.rememberList(who, operation, answer.told)
    if (method === 'GET') await this.send(operation, who, path, undefined, 'HEAD')
  }

  /** Methods that no operation of an address has. */
  async wrongMethods(): Promise<void> {
    for (const path of new Set(this.operations.map((operation) => operation.path))) {
      const had = this.operations.filter((operation) => operation.path === path).map(({ method }) => method)
      for (const method of methods.filter((each) => !had.includes(each))) {
        const answer = await this.options.call(path.replace('{id}', 'x1').replace('{store}', 'x'), {
          method,
          key: this.options.people[0].key,
        })
        this.done.requests++
        if (answer.status !== 405)
          throw new Error(`${method} ${path} was answered with ${answer.status}, not 405`)
        if (!answer.headers.get('allow')) throw new Error(`${method} ${path} does not say what is allowed`)
      }
    }
  }
}
