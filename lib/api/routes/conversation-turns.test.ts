import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { answeredTurn } from '@/e2e/support/turns'
import { systemScope } from '@/lib/access/scopes'
import { conversationTurnList, conversationTurnVerbose } from '@/lib/domain/conversations/schema/turns'
import { recordLine, recordTurn } from '@/lib/domain/conversations/service/news'
import { eraseConversation } from '@/lib/domain/conversations/service/remove'

let api: TestApi
let ann: Person
let id: string
const system = systemScope('test')

beforeAll(async () => {
  api = await startApi()
  await api.addCast(null, 'dced222244b')
})
afterAll(() => api.close())
beforeEach(async () => {
  ann = await api.person('Ann')
  const request = { method: 'POST', key: ann.key, body: { persona_id: 'pdced222244b' } }
  const made = await api.call('/v2/conversations', request)
  id = ((await made.json()) as { conversation_id: string }).conversation_id
})

const get = (path: string) => api.call(`/v2/conversations/${id}/turns${path}`, { key: ann.key })
const list = async () => conversationTurnList.parse(await (await get('')).json()).data
const later = (ms: number) => new Date(api.clock.now().getTime() + ms)

describe('the turns of a conversation', () => {
  it('are none at first, and come in order, without what the model saw', async () => {
    expect(await list()).toEqual([])
    const start = api.clock.now()
    await recordTurn(system, id, answeredTurn(2, { at: later(9000), kind: 'text', heard: null }))
    await recordTurn(system, id, answeredTurn(1, { at: later(2000), inferenceId: 'first' }))
    const found = await list()
    expect(found.map(({ turn, kind, heard }) => [turn, kind, heard])).toEqual([
      [1, 'speech', 884],
      [2, 'text', null],
    ])
    expect(found[0]).toMatchObject({
      inference_id: 'first',
      session_id: 'session',
      stages: { endpoint: 250, transcription: 410, thinking: 690, voice: 780, sending: 800 },
      model: 'a-model',
      problem: null,
    })
    expect(found[0]?.timestamp).toBeCloseTo(start.getTime() / 1000 + 2, 0)
    expect(found[0]?.seconds_from_start).toBeCloseTo(2, 0)
    expect(JSON.stringify(found)).not.toContain('receptionist')
  })

  it('are read one by one with what the model saw', async () => {
    await recordTurn(system, id, answeredTurn(1))
    const problem = 'It does not accept the API key (401).'
    await recordTurn(system, id, answeredTurn(2, { problem, prompt: null, heard: null }))
    const first = conversationTurnVerbose.parse(await (await get('/1')).json())
    expect(first.prompt).toEqual(answeredTurn(1).prompt)
    expect(conversationTurnVerbose.parse(await (await get('/2')).json())).toMatchObject({
      ...{ turn: 2, problem, prompt: null },
    })
  })

  it('are stored without what a database cannot store', async () => {
    const unstorable = 'Nine\u0000, said the \ud83c.'
    const prompt = { ...answeredTurn(1).prompt, messages: [{ role: 'user', content: unstorable }] }
    await recordTurn(system, id, answeredTurn(1, { problem: unstorable, prompt } as object))
    const turn = await api.database.turn.findFirstOrThrow({ where: { conversationId: id } })
    expect(turn.problem).toBe('Nine, said the \ufffd.')
    expect(turn.prompt).toMatchObject({ messages: [{ role: 'user', content: 'Nine, said the \ufffd.' }] })
    await recordLine(system, id, {
      ...{
        seq: 1,
        revision: 1,
        role: 'user',
        speaker: 'Ana',
        text: unstorable,
        at: api.clock.now(),
        turn: 1,
      },
      ...{ inferenceId: null, duration: null, interrupted: false, sources: [] },
    })
    const line = await api.database.utterance.findFirstOrThrow({ where: { conversationId: id } })
    expect(line.text).toBe('Nine, said the \ufffd.')
  })

  it('are the newest that was told of them, whatever comes late', async () => {
    await recordTurn(system, id, answeredTurn(1, { revision: 3, heard: 900 }))
    await recordTurn(system, id, answeredTurn(1, { revision: 2, heard: null }))
    expect((await list()).map(({ heard }) => heard)).toEqual([900])
    await recordTurn(system, id, answeredTurn(1, { revision: 4, heard: 870 }))
    expect((await list()).map(({ heard }) => heard)).toEqual([870])
  })

  it.each(['/7', '/0', '/-1', '/1.5', '/x', '/99999999999', '/%00', "/'"])(
    '%s is refused in words, and an unknown conversation as everywhere',
    async (path) => {
      await recordTurn(system, id, answeredTurn(1))
      const answer = await get(path)
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ message: 'The conversation has no such turn.' })
      const unknown = await api.call(`/v2/conversations/c0123456789abcde/turns${path}`, { key: ann.key })
      expect(await unknown.json()).toMatchObject({ message: 'Invalid conversation_id' })
    },
  )

  it('go with a conversation that is deleted for good', async () => {
    await recordTurn(system, id, answeredTurn(1))
    await eraseConversation(ann.scope, id)
    expect((await get('')).status).toBe(400)
    expect(await api.database.turn.count({ where: { conversationId: id } })).toBe(0)
    await recordTurn(system, id, answeredTurn(2))
    expect(await api.database.turn.count({ where: { conversationId: id } })).toBe(0)
  })
})
