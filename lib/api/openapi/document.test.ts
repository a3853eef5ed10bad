import { gunzipSync } from 'node:zlib'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeOf, type Operation, operationsOf } from '@/e2e/api/judge'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { answeredTurn } from '@/e2e/support/turns'
import { systemScope } from '@/lib/access/scopes'
import { recordTurn } from '@/lib/domain/conversations/service/news'
import { seedStock } from '@/prisma/seed'
import { routes } from '../app'
import { openApi, writeOpenApi } from './document'

const document = openApi(routes)
const operations = operationsOf(document)
const judge = judgeOf(document)

let api: TestApi
let ann: Person
beforeAll(async () => {
  api = await startApi()
  await seedStock(systemScope('test'))
  Object.assign(api.provider, { preview: async () => ({ wav: new Uint8Array(44), mouth: [] }) })
  ann = await api.person('Ann', { slots: 100 })
  const account = await api.connect(ann)
  account.createElsewhere('Made with another tool')
})
afterAll(() => api.close())

describe('the document', () => {
  it('is valid OpenAPI 3.1', async () => {
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true })
  })

  it('is the same every time, and says the same of each route once', () => {
    expect(writeOpenApi(openApi(routes))).toEqual(writeOpenApi(openApi(routes)))
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length)
  })

  it('has every address and method of the API', () => {
    const said = operations.map(({ method, path }) => `${method} ${path}`)
    for (const { method, path } of routes)
      expect(said).toContain(`${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
    expect(said).toEqual(
      expect.arrayContaining(['GET /v2/faces', 'PATCH /v2/pals/{id}', 'GET /v2/openapi.json']),
    )
  })

  it('has nothing that is written by a method that reads', () => {
    const written = routes.filter(({ method, access }) => access === 'write' && method === 'GET')
    // It is read, by those alone who may write.
    expect(written.map(({ path }) => path)).toEqual(['/v2/webhooks/secret'])
  })

  it('stands where nobody needs a key, and says when it has not changed', async () => {
    const first = await api.call('/v2/openapi.json')
    expect(first.status).toBe(200)
    expect(first.headers.get('cache-control')).toBe('public, max-age=300')
    expect(await first.json()).toEqual(JSON.parse(JSON.stringify(document)))
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
    expect((await api.call('/v2/openapi.json', { headers })).status).toBe(304)
  })

  it('comes compressed to those who take that, and is the same then', async () => {
    const plain = await api.call('/v2/openapi.json')
    const headers = { 'accept-encoding': 'gzip, br' }
    const short = await api.call('/v2/openapi.json', { headers })
    expect(short.headers.get('content-encoding')).toBe('gzip')
    expect(short.headers.get('vary')).toBe('accept-encoding')
    const bytes = Buffer.from(await short.arrayBuffer())
    expect(gunzipSync(bytes).toString()).toBe(await plain.text())
    const etag = short.headers.get('etag') ?? ''
    expect(etag).not.toBe(plain.headers.get('etag'))
    const again = await api.call('/v2/openapi.json', { headers: { ...headers, 'if-none-match': etag } })
    expect(again.status).toBe(304)
  })

  it('refers to nothing that is not in it', () => {
    for (const [, name] of JSON.stringify(document).matchAll(/"\$ref":"#\/components\/([^"]+)"/g)) {
      const [kind, each] = String(name).split('/')
      expect(document.components[kind ?? '']?.[each ?? ''], name).toBeDefined()
    }
  })
})

describe('examples', () => {
  it.each(operations.map((operation) => [operation.id, operation] as const))(
    '%s: what it takes and answers is as its schemas say',
    async (_id, operation) => {
      const { body, answers, parameters } = operation
      if (body) {
        expect(body.example).toBeDefined()
        expect(judge.body(operation, body.example)).toBeNull()
      }
      for (const parameter of parameters) {
        if (parameter.example !== undefined) expect(judge.parameter(parameter, parameter.example)).toBeNull()
        if (parameter.required) expect(parameter.example).toBeDefined()
      }
      for (const [status, answer] of Object.entries(answers)) {
        const json = answer.content?.['application/json']
        if (!json || (typeof json.schema === 'object' && json.schema.type === 'string')) continue
        expect(json.example, status).toBeDefined()
        const shown = new Response(JSON.stringify(json.example), {
          status: Number(status),
          headers: { 'content-type': 'application/json' },
        })
        expect(await judge.answer(operation, shown)).toBeNull()
      }
    },
  )

  /** Things of Ann's, made anew for each call that needs one. */
  async function idFor({ path }: Pick<Operation, 'path'>): Promise<string> {
    const [, , noun = ''] = path.split('/')
    if (noun === 'providers') return 'tavus'
    if (noun === 'voices') return 'r90bbd427f71'
    if (noun === 'recordings' || noun === 'backgrounds') return 'unknown'
    if (noun === 'memories' || noun === 'memory-stores') {
      const body = { content: 'Ana lives in Oslo.' }
      const made = await api.call('/v2/memory-stores/ana-tutor/memories', {
        method: 'POST',
        key: ann.key,
        body,
      })
      return ((await made.json()) as { memory_id: string }).memory_id
    }
    if (noun === 'requests') {
      const log = await api.call('/v2/requests', { key: ann.key })
      return ((await log.json()) as { data: { id: string }[] }).data[0]?.id ?? ''
    }
    if (path.startsWith('/v2/webhooks/deliveries/')) {
      const id = await idFor({ path: '/v2/webhooks/{id}' })
      const sent = await api.call(`/v2/webhooks/${id}/test`, { method: 'POST', key: ann.key })
      return ((await sent.json()) as { delivery_id: string }).delivery_id
    }
    if (noun === 'documents' && path.endsWith('/file')) return 'unknown'
    const create = operations.find(({ method, path: at }) => method === 'POST' && at === `/v2/${noun}`)
    const body = {
      ...Object(create?.body?.example),
      ...(path.endsWith('/meeting-token') && { require_auth: true }),
    }
    const made = await api.call(`/v2/${noun}`, { method: 'POST', key: ann.key, body })
    const answer = (await made.json()) as Record<string, string>
    const names = [
      'conversation_id',
      'persona_id',
      'replica_id',
      'objectives_id',
      'uuid',
      'webhook_id',
      'document_id',
    ]
    const name = names.find((each) => each in answer)
    if (!name || !answer[name]) throw new Error(`${noun} has no id here: say what is made for ${path}`)
    if (path.includes('/turns')) await recordTurn(systemScope('test'), answer[name], answeredTurn(3))
    // Only what is not being read can be fetched again.
    if (path.endsWith('/recrawl'))
      await api.database.document.updateMany({ where: { id: answer[name] }, data: { status: 'error' } })
    // A conversation's answer names its persona and replica, too.
    return noun === 'replicas' || noun === 'faces' ? (answer.replica_id ?? '') : answer[name]
  }

  /** One of Ann's account at Tavus, made anew for each call that needs one. */
  async function itemFor({ path }: Pick<Operation, 'path'>): Promise<string> {
    const [, place = ''] = /^(.*)\/\{item\}/.exec(path) ?? []
    const create = operations.find(({ method, path: at }) => method === 'POST' && at === place)
    const at = place.replace('{id}', 'tavus')
    const made = await api.call(at, { method: 'POST', key: ann.key, body: create?.body?.example })
    const { persona_id, replica_id } = (await made.json()) as Record<string, string>
    return persona_id ?? replica_id ?? ''
  }

  it.each(operations.filter(({ open }) => !open).map((operation) => [operation.id, operation] as const))(
    '%s: the running API takes it, and answers as documented',
    async (_id, operation) => {
      const { method, path, body, parameters } = operation
      const query = new URLSearchParams()
      for (const { name, in: where, example } of parameters)
        if (where === 'query' && example !== undefined) query.set(name, String(example))
      const part = parameters.find(
        ({ name, in: where }) => where === 'path' && name !== 'id' && name !== 'store',
      )
      const address = `${path
        .replace('{id}', path.includes('{') ? await idFor(operation) : '')
        .replace('{store}', 'ana-tutor')
        .replace('{item}', path.includes('{item}') ? await itemFor(operation) : '')
        .replace(/\{\w+\}/, String(part?.example))}?${query}`
      const answer = await api.call(address, { method, key: ann.key, body: body?.example })
      const files = /^\/v2\/(recordings|backgrounds)\//.test(path)
      const begun = path.endsWith('/recrawl')
      expect(answer.status).toBe(
        path.endsWith('/documents/{id}/file')
          ? 404
          : files
            ? 400
            : begun
              ? 202
              : (method === 'DELETE' && !/^\/v2\/(replicas|faces)/.test(path)) ||
                  path.endsWith('{conversation}/end')
                ? 204
                : 200,
      )
      expect(await judge.answer(operation, answer)).toBeNull()
    },
  )
})
