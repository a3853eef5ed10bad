import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { bodyLimit } from '../input'
import { otherPath } from '../names'
import { type Route, tags } from '../route'
import { answersOf, commonAnswers, headers, refusalSchemas } from './answers'
import { exampleMemory } from './examples'
import { exampleForeign, exampleItems } from './examples-outside'
import { type JsonSchema, namedSchemas, takenSchema } from './schemas'

const description = `Conversations with replicas, over an API that is wire-compatible with Tavus \`/v2\`.

**Keys.** Send a key as \`x-api-key\`, or as a bearer token. A signed-in browser may read by its cookie; changes need a key.

**Names.** Replicas are also faces, and personas also PALs: addresses, fields and queries take either name, answers have both. Two names of one thing that differ are refused.

**Bodies** are JSON in UTF-8 of at most ${bodyLimit / 1024 / 1024} MB. Fields nobody knows are ignored. Where an operation says \`x-blanks\`, null and empty text mean "not given", that many objects deep. Texts have no NUL character and no half of a surrogate pair. A query parameter may be given once.

**Creating once.** Every POST takes an \`Idempotency-Key\`: the same request under the same key is carried out once, and answered the same.

**Reading.** Whatever takes GET takes HEAD. Other methods are answered with 405 and \`allow\`. Instants are UTC in ISO 8601.`

const idExamples: Record<string, string> = {
  conversations: 'c477c9dd7aa6e4fe',
  providers: 'tavus',
  personas: 'pdced222244b',
  pals: 'pdced222244b',
  replicas: 'r90bbd427f71',
  faces: 'r90bbd427f71',
  voices: 'r90bbd427f71',
  objectives: 'o7d20e6b1c3f',
  guardrails: 'g19f4a3c7d58',
  documents: 'd8a5c71baca8',
  memories: 'm5f1c0a9e27b4',
  backgrounds: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
}

/** Examples of what stands in a path beside the id. */
const partExamples: Record<string, string> = {
  turn: '3',
  conversation: exampleForeign.conversation_id,
  'personas/item': exampleItems.persona.made.persona_id,
  'replicas/item': exampleItems.replica.made.replica_id,
}

/** An OpenAPI 3.1 document. */
export type OpenApi = {
  openapi: string
  info: Record<string, unknown>
  paths: Record<string, Record<string, unknown>>
  components: Record<string, Record<string, unknown>>
  [part: string]: unknown
}

/** The OpenAPI document of the routes: the same for the same routes, byte for byte. */
export function openApi(routes: Route[]): OpenApi {
  const paths: OpenApi['paths'] = {}
  const put = (path: string, method: string, operation: unknown) => {
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation }
  }
  for (const route of routes) put(templated(route.path), route.method, operationOf(route))
  for (const route of routes) {
    const other = otherPath(route.path)
    if (other) put(templated(other), route.method, aliasOperation(route, other))
  }
  for (const [path, operation] of Object.entries(openPaths)) put(path, 'get', operation)
  return {
    openapi: '3.1.1',
    info: {
      title: 'Colloquy',
      version: '2',
      description,
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    servers: [{ url: '/', description: 'The server that this document came from' }],
    tags: [...tags.map((name) => ({ name })), { name: 'Server' }],
    security: [{ apiKey: [] }, { bearer: [] }],
    paths,
    components: {
      schemas: { ...namedSchemas(), ...refusalSchemas },
      responses: commonAnswers,
      headers,
      parameters: { IdempotencyKey: idempotencyKey, RequestId: requestId },
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        bearer: { type: 'http', scheme: 'bearer', description: 'The same key' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'next-auth.session-token',
          description: 'For reading only, in a signed-in browser. Over HTTPS the name begins with __Secure-.',
        },
      },
    },
  }
}

/** The document as it is sent, plain and compressed, and what tells it from others (the words of its `ETag`). */
export function writeOpenApi(document: OpenApi): {
  text: string
  gzip: Buffer<ArrayBuffer>
  version: string
} {
  const text = JSON.stringify(document)
  const version = createHash('sha256').update(text).digest('hex').slice(0, 32)
  return { text, gzip: Buffer.from(gzipSync(text)), version }
}

const templated = (path: string) => path.replace(/:(\w+)/g, '{$1}')

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'Any text of your own: the same request under the same key is carried out once.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  example: '7c4a8d09-ca37-4e5b-9d2f-000000000001',
}
const requestId = {
  name: 'x-request-id',
  in: 'header',
  description: 'Your own id for the request, for logs. It comes back.',
  schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,100}$' },
  example: 'req-4711',
}

function operationOf(route: Route, path = route.path) {
  const { method, access, reference, body, blanks } = route
  const { id, tag, summary, description, destroys, bodySchema } = reference
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description && { description }),
    ...(destroys && { 'x-destroys': destroys }),
    ...(access === 'read' && { security: [{ apiKey: [] }, { bearer: [] }, { session: [] }] }),
    parameters: [
      ...pathParameters(path),
      ...queryParameters(route),
      ...(method === 'POST' ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
      { $ref: '#/components/parameters/RequestId' },
    ],
    ...(body && {
      requestBody: {
        required: true,
        ...(blanks !== undefined && { 'x-blanks': blanks }),
        content: {
          'application/json': { schema: takenSchema(bodySchema ?? body), example: reference.body },
        },
      },
    }),
    responses: answersOf(route),
  }
}

/** The same operation at its other address. */
function aliasOperation(route: Route, path: string) {
  const { id, summary } = route.reference
  return {
    ...operationOf(route, path),
    operationId: id.replace('Replica', 'Face').replace('Persona', 'Pal'),
    summary: summary.replace('replica', 'face').replace('persona', 'PAL'),
    'x-alias-of': id,
  }
}

function pathParameters(path: string) {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    ...(name === 'store' ? storeParameter : idParameter(name ?? '', path)),
  }))
}

const storeParameter = {
  description: 'The name of a store, percent-encoded',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
  example: exampleMemory.memory_store,
}
const idParameter = (name: string, path: string) => ({
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
  example:
    (name === 'id' ? idExamples[path.split('/')[2] ?? ''] : partExamples[partOf(name, path)]) ??
    '00000000-0000-4000-8000-000000000000',
})

/** What a part of an address is an example of: what one has of each noun is called an item. */
const partOf = (name: string, path: string) =>
  name === 'item' ? path.split('/').slice(-2).join('/').replace(':', '') : name

function queryParameters({ query, reference }: Route) {
  if (!query) return []
  const { properties = {}, required = [] } = takenSchema(query)
  const examples = (reference.query ?? {}) as Record<string, unknown>
  return Object.entries(properties).map(([name, { description, 'x-alias-of': alias, ...schema }]) => ({
    name,
    in: 'query',
    ...(required.includes(name) && { required: true }),
    ...(description && { description }),
    ...(alias !== undefined && { 'x-alias-of': alias }),
    schema: schema as JsonSchema,
    ...(name in examples && { example: examples[name] }),
  }))
}

const openAnswer = (description: string, schema: JsonSchema, example?: unknown) => ({
  description,
  headers: {
    'x-request-id': { $ref: '#/components/headers/RequestId' },
    'x-colloquy-time': { $ref: '#/components/headers/ColloquyTime' },
  },
  content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
})
const health: JsonSchema = {
  type: 'object',
  properties: {
    status: { type: 'string' },
    checks: { type: 'object', additionalProperties: { type: 'boolean' } },
  },
  required: ['status'],
}

/** What anybody may read. */
const openPaths = {
  '/v2/openapi.json': {
    operationId: 'getOpenApi',
    tags: ['Server'],
    summary: 'Read this document',
    description: 'Take `If-None-Match` along to hear only of changes.',
    security: [],
    responses: {
      200: openAnswer(
        'An OpenAPI 3.1 document.',
        { type: 'object', additionalProperties: {} },
        { openapi: '3.1.1' },
      ),
      304: { description: 'It is the one that you have.' },
    },
  },
  '/healthz': {
    operationId: 'getHealth',
    tags: ['Server'],
    summary: 'Whether the process runs',
    security: [],
    responses: { 200: openAnswer('It does.', health, { status: 'ok' }) },
  },
  '/readyz': {
    operationId: 'getReadiness',
    tags: ['Server'],
    summary: 'Whether requests are welcome',
    security: [],
    responses: {
      200: openAnswer('They are.', health, { status: 'ready', checks: { database: true, studio: true } }),
      503: openAnswer('A part does not work.', health, {
        status: 'not ready',
        checks: { database: true, studio: false },
      }),
    },
  },
}
