import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { getRequestListener } from '@hono/node-server'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeOf, operationsOf } from '@/e2e/api/judge'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { valueFor } from '@/e2e/api/values'
import { systemScope } from '@/lib/access/scopes'
import { type RequestLanguage, requestCode } from '@/lib/client/request-code'
import type { ConversationRequest } from '@/lib/domain/conversations/schema/request'
import { conversationCreated } from '@/lib/domain/conversations/schema/response'
import { seedStock } from '@/prisma/seed'
import { routes } from './app'
import { openApi } from './openapi/document'
import { takenSchema } from './openapi/schemas'

const run = promisify(execFile)

let api: TestApi
let ann: Person
let server: Server
let base: string
beforeAll(async () => {
  api = await startApi()
  await seedStock(systemScope('test'))
  ann = await api.person('Ann', { slots: 1000 })
  const account = await api.connect(ann)
  account.slots = 1000
  account.replicas.push({ id: 'r90bbd427f71', name: 'Nora', kind: 'user', status: 'completed' })
  server = createServer(getRequestListener(api.app.fetch, { overrideGlobalObjects: false }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await api.close()
})

const environment = () => ({ ...process.env, COLLOQUY_API_KEY: ann.key, COLLOQUY_URL: base })

it('the life of a conversation in the README runs as it is printed', async () => {
  const block =
    /a whole life of\none:\n\n```sh\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? ''
  expect(block).toContain('call -X DELETE')
  // One answer a line, to tell them apart.
  const { stdout } = await run('bash', ['-euc', block.replace('curl --silent', 'curl -w "\\n" --silent')], {
    env: environment(),
  })
  const [read, ended, verbose, usage, limits, ...rest] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(read).toMatchObject({ status: 'active', persona_id: 'pdced222244b' })
  expect(ended).toMatchObject({ conversation_id: read.conversation_id, status: 'ended' })
  expect(verbose.settings.conversational_context).toBe('Ana asks about opening hours. We open at nine.')
  expect(usage.total.conversations).toBe(1)
  expect(limits.concurrency.live).toBe(0)
  expect(rest).toEqual([])
  expect((await api.call(`/v2/conversations/${read.conversation_id}`, { key: ann.key })).status).toBe(400)
})

describe('what the form shows as a request', () => {
  const programs: Record<RequestLanguage, (code: string) => [string, string[]]> = {
    curl: (code) => ['bash', ['-euc', `curl() { command curl --silent --show-error "$@"; }\n${code}`]],
    javascript: (code) => [
      process.execPath,
      ['--input-type=module', '-e', code.replace(/console.log\((.*)\)/, 'console.log(JSON.stringify($1))')],
    ],
    python: (code) => ['python3', ['-c', code]],
  }
  const create = routes.find(({ reference }) => reference.id === 'createConversation')
  const document = JSON.parse(JSON.stringify(openApi(routes)))
  const operation = operationsOf(document).find(({ id }) => id === 'createConversation')
  const judge = judgeOf(document)
  const isTaken = (body: unknown) => judge.body(operation ?? expect.fail('It is not there'), body) === null
  const bodies = fc.sample(
    valueFor(takenSchema(create?.body ?? expect.fail('There is no such route')), {
      document,
      ids: (name) => ({ persona_id: ['pdced222244b'], replica_id: ['r90bbd427f71'] })[name] ?? [],
      mark: `It's "$HOME" \\ \`date\` %s 😀`,
      // A bucket is tried when a conversation is created, and there is none here.
      without: [
        'recording_storage',
        'recording_s3_bucket_name',
        'recording_s3_bucket_region',
        'aws_assume_role_arn',
      ],
    }).filter((body) => isTaken(body) && !JSON.stringify(body).includes('\\u0000')),
    { numRuns: 10, seed: 20260121 },
  ) as ConversationRequest[]

  it('is now and then one for a provider outside', () => {
    expect(bodies.map(({ provider }) => provider)).toContain('tavus')
  })

  it.each(bodies.map((body, index) => [index + 1, body] as const))(
    'creates the same conversation in each language, form %i',
    async (_index, body) => {
      const made = await Promise.all(
        (['curl', 'javascript', 'python'] as const).map(async (language) => {
          const [command, words] = programs[language](
            requestCode(language, { url: `${base}/v2/conversations`, body }),
          )
          const { stdout } = await run(command, words, { env: environment() })
          const { conversation_id, provider_conversation_id } = conversationCreated.parse(JSON.parse(stdout))
          const answer = await api.call(`/v2/conversations/${conversation_id}?verbose=true`, { key: ann.key })
          const text = (await answer.text()).replaceAll(conversation_id, 'id')
          return JSON.parse(text.replaceAll(provider_conversation_id ?? 'id', 'id'))
        }),
      )
      const [first, ...others] = made
      for (const other of others) expect(other).toEqual(first)
      expect(first.settings).toMatchObject({
        ...(body.conversational_context && { conversational_context: body.conversational_context }),
        ...(body.memory_stores && { memory_stores: body.memory_stores }),
      })
    },
  )
})
