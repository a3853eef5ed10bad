import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { hostileTargets } from '@/e2e/support/hostile-targets'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { getConversationVerbose } from '@/lib/domain/conversations/queries/read'
import { createConversation } from '@/lib/domain/conversations/service/create'
import { reopenRooms } from '@/lib/domain/conversations/service/reopen'
import { readModels } from '@/lib/domain/models/queries'
import { secretMask } from '@/lib/domain/models/rules/secrets'
import { listPersonaChoices } from '@/lib/domain/personas/queries'
import type { PersonaRequest } from '@/lib/domain/personas/schema'
import { createPersona, updatePersona } from '@/lib/domain/personas/service'
import type { MemberScope, Role } from '@/lib/domain/scope'
import { fillRegistry, registry } from '@/lib/platform/registry'
import type { ModelTrial as ProviderTrial } from '@/lib/protocol/model-trial'
import { findModels, tryModel } from './try'
import { updateModels } from './update'

let test: TestRegistry<HandClock>
let me: MemberScope
beforeAll(async () => {
  test = await testRegistry()
})
afterAll(() => test.close())
beforeEach(async () => {
  me = await test.member()
})

const llm = {
  base_url: 'https://llm.example.org/v1',
  model: 'a-model',
  api_key: 'plum-key',
  headers: { 'X-Plum': 'plum-header' },
}
const tts = {
  base_url: 'https://voice.example.org/v1',
  model: 'a-voice-model',
  voice: 'Nova',
  api_key: 'plum-voice-key',
  languages: ['english' as const, 'spanish' as const],
}
const stt = { base_url: 'https://ears.example.org/v1', model: 'ears', api_key: 'plum-ears-key' }
const origin = 'http://localhost'
const storedText = async (scope: MemberScope) => {
  const { models } = await test.database.workspace.findUniqueOrThrow({ where: { id: scope.workspaceId } })
  return JSON.stringify(models)
}

describe('the models of a workspace', () => {
  it('are none at first, and each is set and taken away by itself', async () => {
    const none = { llm: null, tts: null, stt: null }
    expect(await readModels(me)).toEqual(none)
    const masked = { ...llm, api_key: secretMask, headers: { 'X-Plum': secretMask } }
    for (let n = 0; n < 2; n += 1) expect(await updateModels(me, { llm })).toEqual({ ...none, llm: masked })
    expect(await updateModels(me, { stt })).toMatchObject({ llm: masked, stt: { model: 'ears' }, tts: null })
    expect(await updateModels(me, {})).toMatchObject({ llm: masked })
    expect(await updateModels(me, { llm: null, stt: null })).toEqual(none)
    expect(await readModels(await test.member())).toEqual(none)
  })

  it('keep no secret in the clear, and show none', async () => {
    await updateModels(me, { llm, tts, stt })
    expect(await storedText(me)).not.toContain('plum')
    expect(JSON.stringify(await readModels(me))).not.toContain('plum-')
  })

  it('keep a secret whose mask is sent back, but not for another address', async () => {
    await updateModels(me, { llm })
    const before = await storedText(me)
    const shown = (await readModels(me)).llm ?? expect.fail()
    await updateModels(me, { llm: shown })
    expect(await storedText(me)).toBe(before)
    await updateModels(me, { llm: { ...shown, model: 'another' } })
    expect(await storedText(me)).toContain('sealed1.')
    await expect(
      updateModels(me, { llm: { ...shown, base_url: 'https://thief.example.org/v1' } }),
    ).rejects.toMatchObject({
      code: 'invalid',
      field: 'llm.api_key',
      message: 'llm.api_key was written for another base_url. Write it out.',
    })
    await expect(updateModels(me, { stt: { ...stt, api_key: secretMask } })).rejects.toMatchObject({
      field: 'stt.api_key',
      message: 'llm.api_key is what stands for a secret, not one. Write it out.'.replace('llm', 'stt'),
    })
  })

  it.each([
    [{ llm: { ...llm, model: ' ' } }, 'llm.model', 'Enter the name of a model.'],
    [{ llm: { model: 'm' } }, 'llm.base_url', ''],
    [{ llm: { ...llm, base_url: 'localhost:11434' } }, 'llm.base_url', ''],
    [{ llm: { ...llm, api_key: 'with\nbreak' } }, 'llm.api_key', ''],
    [{ llm: { ...llm, headers: { 'a b': 'c' } } }, 'llm.headers.a b', ''],
    [{ llm: { ...llm, headers: { a: 'b\r\nx: y' } } }, 'llm.headers.a', ''],
    [{ llm: { ...llm, headers: { Host: 'other' } } }, 'llm.headers', ''],
    [{ llm: { ...llm, prompt_tokens: 10 } }, 'llm.prompt_tokens', ''],
    [{ llm: { ...llm, extra_body: [] } }, 'llm.extra_body', 'llm.extra_body must be an object.'],
    [{ tts: { ...tts, voice: '' } }, 'tts.voice', 'Enter the name of a voice.'],
    [{ tts: { ...tts, languages: ['klingon'] } }, 'tts.languages.0', ''],
    [{ stt: 5 }, 'stt', ''],
  ])('are refused when they are %j', async (update, field, message) => {
    await expect(updateModels(me, update as never)).rejects.toMatchObject({
      ...{ code: 'invalid', field },
      message: message ? message : expect.stringMatching(/\w/),
    })
    expect(await storedText(me)).toBe('{}')
  })

  it('are at no address that a request must not go to, whoever names it', async () => {
    const { env, ...rest } = registry()
    const guarded = { ...env, MODEL_PRIVATE_HOSTS: '', APP_URL: 'https://talk.example.org' }
    onTestFinished(() => fillRegistry({ ...rest, env }))
    fillRegistry({ ...rest, env: guarded })
    const persona = { persona_name: 'P', system_prompt: 'You talk.' }
    for (const base_url of hostileTargets(11_434)) {
      const refused = { code: 'invalid', field: 'llm.base_url' }
      await expect(updateModels(me, { llm: { ...llm, base_url } }), base_url).rejects.toMatchObject(refused)
      await expect(
        tryModel(me, test.system, { part: 'llm', endpoint: { ...llm, base_url } }),
        base_url,
      ).rejects.toMatchObject(refused)
      const layers = { llm: { ...llm, base_url } }
      await expect(
        createPersona(me, { ...persona, layers }, crypto.randomUUID()),
        base_url,
      ).rejects.toMatchObject({ code: 'invalid', field: 'layers.llm.base_url' })
    }
    expect(await findModels(me, test.system)).toEqual({ isAllowed: false, servers: [] })
  })

  it.each<[Role, boolean]>([
    ['owner', true],
    ['admin', true],
    ['member', false],
    ['viewer', false],
  ])('somebody who is %s may change them: %s', async (role, may) => {
    const scope = await test.member({}, role)
    const did = await updateModels(scope, { llm }).then(
      () => true,
      (error) => error.code !== 'forbidden',
    )
    expect(did).toBe(may)
    expect((await readModels(scope)).llm === null).toBe(!may)
  })
})

describe('a conversation', () => {
  const persona = async (layers: PersonaRequest['layers'], more: Partial<PersonaRequest> = {}) =>
    await createPersona(
      me,
      { persona_name: 'P', system_prompt: 'You talk.', default_replica_id: 'rfe12d8b9597', layers, ...more },
      crypto.randomUUID(),
    )
  const created = async (persona_id: string, language?: string) => {
    const { conversation_id: id } = await createConversation(
      me,
      { persona_id, properties: { language } },
      { origin },
    )
    const verbose = (await getConversationVerbose(me, id, origin)) ?? expect.fail()
    return { id, mind: test.provider.rooms.get(id)?.mind ?? expect.fail(), verbose }
  }

  it('runs with what is built in where nobody says otherwise', async () => {
    const { mind, verbose } = await created('pdced222244b')
    expect(mind).toMatchObject({ languageModel: null, voiceModel: null, transcriber: null })
    expect(verbose.models).toEqual({
      ...{ pipeline_mode: 'full', llm: null, tts: null, stt: null, voice_fallback: null },
      ...{ turn_taking_patience: 'medium', replica_interruptibility: 'medium' },
    })
  })

  it('runs with its workspace’s models, opened for the provider and nobody else', async () => {
    await updateModels(me, { llm, tts, stt })
    const { id, mind, verbose } = await created('pdced222244b')
    expect(mind).toMatchObject({
      languageModel: { model: 'a-model', apiKey: 'plum-key', headers: { 'X-Plum': 'plum-header' } },
      voiceModel: { voice: 'Nova', apiKey: 'plum-voice-key' },
      transcriber: { model: 'ears', apiKey: 'plum-ears-key' },
    })
    expect(verbose.models).toMatchObject({
      llm: { base_url: 'https://llm.example.org/v1', model: 'a-model' },
      tts: { voice: 'Nova', model: 'a-voice-model' },
    })
    expect(JSON.stringify(verbose)).not.toContain('plum')
    expect(JSON.stringify(verbose)).not.toContain('sealed1.')
    const row = await test.database.conversation.findUniqueOrThrow({ where: { id } })
    expect(JSON.stringify(row)).not.toContain('plum')
  })

  it('runs with its persona’s models where that has an address of its own', async () => {
    await updateModels(me, { llm })
    const own = { base_url: 'https://own.example.org/v1', model: 'own', api_key: 'own-key' }
    const made = await persona(
      {
        llm: { ...own, default_query: { key: 'query-key' } },
        conversational_flow: { turn_taking_patience: 'high', replica_interruptibility: 'low' },
      },
      { pipeline_mode: 'full' },
    )
    const { mind, verbose } = await created(made.persona_id)
    expect(mind).toMatchObject({
      languageModel: { model: 'own', apiKey: 'own-key', headers: {}, query: { key: 'query-key' } },
      ...{ patience: 'high', interruptibility: 'low' },
    })
    expect(JSON.stringify([verbose, made])).not.toMatch(/own-key|query-key/)
    const echoing = await persona({ llm: own }, { pipeline_mode: 'echo' })
    expect((await created(echoing.persona_id)).mind).toMatchObject({
      ...{ pipelineMode: 'echo', languageModel: null },
    })
  })

  it('is the same when its room is opened again, whatever has been changed meanwhile', async () => {
    await updateModels(me, { llm, tts })
    const { id, mind } = await created('pdced222244b')
    await updateModels(me, { llm: null, tts: null })
    test.provider.rooms.delete(id)
    await reopenRooms(test.system, [id], test.clock.now())
    expect(test.provider.rooms.get(id)?.mind).toEqual(mind)
  })

  it('notes the language that its voice does not speak', async () => {
    await updateModels(me, { tts })
    const thai = await created('pdced222244b', 'thai')
    expect(thai.mind.voiceModel).toBeNull()
    expect(thai.verbose.models).toMatchObject({
      tts: null,
      voice_fallback: { voice: 'Nova', language: 'thai' },
    })
    for (const language of ['spanish', 'multilingual', undefined]) {
      const spoken = await created('pdced222244b', language)
      expect(spoken.mind.voiceModel?.voice).toBe('Nova')
      expect(spoken.verbose.models.voice_fallback).toBeNull()
    }
  })

  it('is refused in words where a secret cannot be opened any more', async () => {
    await updateModels(me, { llm })
    await test.database.$executeRaw`
      update workspaces set models = jsonb_set(models, '{llm,api_key}', '"sealed1.AAAA"')
      where id = ${me.workspaceId}`
    await expect(createConversation(me, { persona_id: 'pdced222244b' }, { origin })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('Enter it again'),
    })
  })

  it('what a persona would run with is known by name to whoever chooses it', async () => {
    await updateModels(me, { llm, tts })
    const made = await persona({ llm: { model: 'another' }, tts: { voice_id: 'Alloy' } })
    const choices = await listPersonaChoices(me)
    const chosen = (id: string) => choices.find(({ persona_id }) => persona_id === id)?.models
    const { languages } = tts
    expect(chosen(made.persona_id)).toEqual({
      ...{ pipelineMode: 'full', llm: 'another', stt: null },
      voice: { name: 'Alloy', languages },
    })
    expect(chosen('pdced222244b')).toEqual({
      ...{ pipelineMode: 'full', llm: 'a-model', stt: null },
      voice: { name: 'Nova', languages },
    })
    expect(JSON.stringify(choices)).not.toMatch(/plum-|sealed1\./)
    const others = await listPersonaChoices(await test.member())
    expect(others.every(({ models }) => models.llm === null)).toBe(true)
  })

  it('a copy of a persona has its secrets, and nobody else’s', async () => {
    const own = { base_url: 'https://own.example.org/v1', model: 'own', api_key: 'own-key' }
    const original = await persona({ llm: own })
    const { persona_name, system_prompt, default_replica_id, layers } = original
    const request = { persona_name, system_prompt, default_replica_id, layers }
    const copy = await createPersona(me, request, crypto.randomUUID(), original.persona_id)
    expect((await created(copy.persona_id)).mind.languageModel?.apiKey).toBe('own-key')
    await updatePersona(me, copy.persona_id, request)
    expect((await created(copy.persona_id)).mind.languageModel?.apiKey).toBe('own-key')
    const elsewhere = {
      ...request,
      layers: { llm: { ...own, api_key: secretMask, base_url: 'https://x.example.org' } },
    }
    await expect(
      createPersona(me, elsewhere, crypto.randomUUID(), original.persona_id),
    ).rejects.toMatchObject({ field: 'layers.llm.api_key' })
    const other = await test.member()
    await expect(
      createPersona(other, request, crypto.randomUUID(), original.persona_id),
    ).rejects.toMatchObject({ field: 'layers.llm.api_key' })
  })
})

describe('trying a model', () => {
  const outcome = { problem: null, firstMs: 12, wholeMs: 40, text: 'Hello.', wav: null }
  let asked: ProviderTrial[]
  beforeEach(() => {
    asked = []
    test.provider.tryModel = async (trial) => {
      asked.push(trial)
      return outcome
    }
  })

  it('asks it as it is typed, with the secrets that are stored where they are masked', async () => {
    await updateModels(me, { llm })
    const endpoint = { ...llm, model: 'another', api_key: secretMask, headers: { 'X-Plum': secretMask } }
    expect(await tryModel(me, test.system, { part: 'llm', endpoint })).toEqual(outcome)
    await tryModel(me, test.system, { part: 'tts', endpoint: tts })
    await tryModel(me, test.system, { part: 'stt', endpoint: stt })
    expect(asked).toMatchObject([
      {
        part: 'llm',
        model: { model: 'another', apiKey: 'plum-key', headers: { 'X-Plum': 'plum-header' } },
      },
      { part: 'tts', model: { voice: 'Nova', apiKey: 'plum-voice-key' } },
      { part: 'stt', model: { model: 'ears', apiKey: 'plum-ears-key' } },
    ])
    expect((await readModels(me)).llm?.model).toBe('a-model')
  })

  it('never gives a stored secret to another address', async () => {
    await updateModels(me, { llm })
    const endpoint = { ...llm, base_url: 'https://thief.example.org/v1', api_key: secretMask, headers: {} }
    await expect(tryModel(me, test.system, { part: 'llm', endpoint })).rejects.toMatchObject({
      field: 'llm.api_key',
    })
    expect(asked).toEqual([])
  })

  it('names the field that is wrong', async () => {
    await expect(
      tryModel(me, test.system, { part: 'tts', endpoint: { ...tts, voice: '' } }),
    ).rejects.toMatchObject({ code: 'invalid', field: 'tts.voice' })
    await expect(tryModel(me, test.system, {} as never)).rejects.toMatchObject({ code: 'invalid' })
  })

  it('is not for hammering somebody’s server: twenty a minute', async () => {
    for (let n = 0; n < 20; n += 1) await tryModel(me, test.system, { part: 'stt', endpoint: stt })
    await expect(tryModel(me, test.system, { part: 'stt', endpoint: stt })).rejects.toMatchObject({
      code: 'throttled',
    })
    test.clock.advance(60_000)
    await tryModel(me, test.system, { part: 'stt', endpoint: stt })
  })

  it('says that the studio does not answer', async () => {
    test.provider.tryModel = async () => {
      throw new Error('down')
    }
    await expect(tryModel(me, test.system, { part: 'stt', endpoint: stt })).rejects.toMatchObject({
      code: 'unavailable',
    })
  })

  it('finds servers on the machine, where the installation lets models be there', async () => {
    const servers = [{ name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', models: ['llama3.2'] }]
    test.provider.findModels = async () => servers
    expect(await findModels(me, test.system)).toEqual({ isAllowed: true, servers })
  })
})
