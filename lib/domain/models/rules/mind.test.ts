import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { languages } from '@/lib/protocol/languages'
import { mind, plainMind } from '@/lib/protocol/mind'
import { defaultPromptTokens, type Models, mapModelSecrets, modelsIn, modelsOf, speaks } from './mind'
import type { Layers } from './secrets'

const shared = {
  llm: {
    base_url: 'https://ours.example/v1',
    model: 'house-model',
    api_key: 'house-key',
    headers: { 'x-house': 'house-header' },
    extra_body: { temperature: 0.2, seed: 1 },
    prompt_tokens: 4000,
  },
  tts: {
    base_url: 'https://ours.example/v1',
    model: 'house-tts',
    voice: 'Nova',
    api_key: 'house-tts-key',
    headers: {},
    languages: ['english', 'spanish'],
  },
  stt: { base_url: 'https://ours.example/v1', model: 'house-stt', api_key: 'house-stt-key' },
}
const own = {
  llm: {
    base_url: 'https://theirs.example/v1',
    model: 'own-model',
    api_key: 'own-key',
    headers: { 'x-own': 'own-header' },
    default_query: { version: 2, key: 'own-query' },
    extra_body: { temperature: 1 },
    tools: [{ type: 'function', function: { name: 'look_up' } }],
  },
  tts: {
    base_url: 'https://theirs.example/v1',
    tts_model_name: 'own-tts',
    external_voice_id: 'Onyx',
    api_key: 'own-tts-key',
    languages: ['german'],
  },
  stt: {
    base_url: 'https://theirs.example/v1',
    model: 'own-stt',
    api_key: 'own-stt-key',
    hotwords: 'Colloquy',
  },
}
const found = (layers: Layers, workspace: Layers = shared, pipelineMode = 'full') =>
  modelsOf({ pipelineMode, layers, workspace })

describe('which models a persona runs with', () => {
  it('is none where nobody names an address', () => {
    const { memories: _, hasDocuments: __, ...plain } = plainMind
    expect(found({}, {})).toEqual(plain)
    expect(found({ llm: null, tts: 'text', stt: [] }, { llm: null, tts: null, stt: null })).toEqual(plain)
    // A key or a name alone leads nowhere.
    const names = { llm: { model: 'm', api_key: 'k' }, tts: { external_voice_id: 'v' }, stt: { model: 'm' } }
    expect(found(names, {})).toEqual(plain)
  })

  it('is the workspace’s where the persona says nothing', () => {
    expect(found({})).toMatchObject({
      languageModel: {
        baseUrl: 'https://ours.example/v1',
        model: 'house-model',
        apiKey: 'house-key',
        headers: { 'x-house': 'house-header' },
        query: {},
        extraBody: { temperature: 0.2, seed: 1 },
        tools: [],
        promptTokens: 4000,
      },
      voiceModel: { model: 'house-tts', voice: 'Nova', languages: ['english', 'spanish'], headers: {} },
      transcriber: { model: 'house-stt', apiKey: 'house-stt-key', headers: {}, hotwords: '' },
    })
  })

  it('is the persona’s own where it names an address, with nothing of the workspace’s', () => {
    expect(found(own)).toEqual({
      ...{ pipelineMode: 'full', patience: 'medium', interruptibility: 'medium' },
      languageModel: {
        baseUrl: 'https://theirs.example/v1',
        model: 'own-model',
        apiKey: 'own-key',
        headers: { 'x-own': 'own-header' },
        query: { version: '2', key: 'own-query' },
        extraBody: { temperature: 1 },
        tools: own.llm.tools,
        promptTokens: defaultPromptTokens,
      },
      voiceModel: {
        baseUrl: 'https://theirs.example/v1',
        model: 'own-tts',
        voice: 'Onyx',
        apiKey: 'own-tts-key',
        headers: {},
        query: {},
        extraBody: {},
        languages: ['german'],
      },
      transcriber: {
        baseUrl: 'https://theirs.example/v1',
        model: 'own-stt',
        apiKey: 'own-stt-key',
        headers: {},
        query: {},
        extraBody: {},
        hotwords: 'Colloquy',
      },
    })
  })

  it('adds to requests for speech and hearing what the workspace and then the persona says', () => {
    const house = {
      tts: { ...shared.tts, extra_body: { language: null, speed: 1 } },
      stt: { ...shared.stt, extra_body: { temperature: 0 } },
    }
    const layers = { tts: { extra_body: { speed: 1.1 } }, stt: { extra_body: { prompt: 'Roses' } } }
    const models = modelsOf({ pipelineMode: 'full', layers, workspace: { ...shared, ...house } })
    expect(models.voiceModel?.extraBody).toEqual({ language: null, speed: 1.1 })
    expect(models.transcriber?.extraBody).toEqual({ temperature: 0, prompt: 'Roses' })
    const elsewhere = { tts: { tts_engine: 'cartesia', extra_body: { speed: 1.1 } } }
    const hosted = modelsOf({
      pipelineMode: 'full',
      layers: elsewhere,
      workspace: { ...shared, ...house },
    })
    expect(hosted.voiceModel?.extraBody).toEqual({ language: null, speed: 1 })
  })

  it.each([
    ['tavus-gpt-oss', 'house-model'],
    ['Tavus-Anything', 'house-model'],
    ['', 'house-model'],
    [undefined, 'house-model'],
    ['llama3.2', 'llama3.2'],
    ['not-tavus-', 'not-tavus-'],
  ])('a model named %j without an address runs as %s at the workspace’s', (model, expected) => {
    const { languageModel } = found({ llm: { ...own.llm, base_url: undefined, model } })
    expect(languageModel).toMatchObject({
      baseUrl: 'https://ours.example/v1',
      model: expected,
      apiKey: 'house-key',
      headers: { 'x-house': 'house-header' },
      query: {},
      // What is asked of a model is no secret, and goes with the persona.
      extraBody: { temperature: 1, seed: 1 },
      tools: own.llm.tools,
    })
  })

  it('a name of the compatible service’s own is what its own address says, where it has one', () => {
    expect(found({ llm: { base_url: 'https://x.example', model: 'tavus-x' } }).languageModel?.model).toBe(
      'tavus-x',
    )
  })

  it.each([
    [{ external_voice_id: 'Alloy' }, 'Alloy', 'house-tts'],
    [{ voice_id: 'Alloy' }, 'Alloy', 'house-tts'],
    [{ tts_engine: 'openai', external_voice_id: 'Alloy', tts_model_name: 'hd' }, 'Alloy', 'hd'],
    // A voice of a hosted engine is known there alone.
    [{ tts_engine: 'cartesia', external_voice_id: '6ccb', tts_model_name: 'sonic-3' }, 'Nova', 'house-tts'],
    [{ tts_engine: 'ElevenLabs', voice_id: '21m0' }, 'Nova', 'house-tts'],
    [{ tts_model_name: 'tavus-voice' }, 'Nova', 'house-tts'],
  ])('a voice %j without an address is %s of %s at the workspace’s', (tts, voice, model) => {
    expect(found({ tts: { ...tts, api_key: 'own-key' } }).voiceModel).toMatchObject({
      ...{ baseUrl: 'https://ours.example/v1', apiKey: 'house-tts-key', voice, model },
    })
  })

  it('words to expect go along wherever speech is recognised', () => {
    expect(found({ stt: { stt_engine: 'tavus-whisper', hotwords: 'Zug' } }).transcriber).toMatchObject({
      model: 'house-stt',
      hotwords: 'Zug',
    })
  })

  it('a persona that only echoes thinks with nothing', () => {
    const models = found(own, shared, 'echo')
    expect(models).toMatchObject({ pipelineMode: 'echo', languageModel: null })
    expect(models.voiceModel?.voice).toBe('Onyx')
    expect(found(own, shared, 'anything').pipelineMode).toBe('full')
  })

  it.each([
    [{}, {}, 'medium', 'medium'],
    [{ turn_taking_patience: 'high', replica_interruptibility: 'low' }, {}, 'high', 'low'],
    [{}, { participant_pause_sensitivity: 'high' }, 'low', 'medium'],
    [{}, { participant_pause_sensitivity: 'medium' }, 'medium', 'medium'],
    [{}, { participant_pause_sensitivity: 'low' }, 'high', 'medium'],
    [{}, { participant_pause_sensitivity: 'verylow' }, 'high', 'medium'],
    [{}, { participant_pause_sensitivity: 'superlow' }, 'high', 'medium'],
    [{}, { participant_pause_sensitivity: 'auto' }, 'medium', 'medium'],
    [{}, { participant_interrupt_sensitivity: 'superlow' }, 'medium', 'low'],
    [{}, { participant_interrupt_sensitivity: 'verylow' }, 'medium', 'low'],
    [{}, { participant_interrupt_sensitivity: 'low' }, 'medium', 'low'],
    [{}, { participant_interrupt_sensitivity: 'high' }, 'medium', 'high'],
    [{}, { participant_interrupt_sensitivity: 'auto' }, 'medium', 'medium'],
    [{}, { participant_interrupt_sensitivity: 5 }, 'medium', 'medium'],
    [{ turn_taking_patience: 'low' }, { participant_pause_sensitivity: 'low' }, 'low', 'medium'],
    [{ turn_taking_patience: 'never' }, { participant_pause_sensitivity: 'low' }, 'high', 'medium'],
  ])(
    '%j and the older %j are patience %s and interruptibility %s',
    (flow, stt, patience, interruptibility) => {
      expect(found({ conversational_flow: flow, stt })).toMatchObject({ patience, interruptibility })
    },
  )

  test('no secret ever goes to another address than the one it was written for', () => {
    const layer = (whose: string) =>
      fc.record(
        {
          base_url: fc.constant(`https://${whose}.example/v1`),
          model: fc.constantFrom('m', 'tavus-m', ''),
          tts_model_name: fc.constantFrom('m', 'tavus-m'),
          external_voice_id: fc.constant('v'),
          api_key: fc.constant(`${whose}-secret`),
          headers: fc.constant({ authorization: `${whose}-secret` }),
          default_query: fc.constant({ key: `${whose}-secret` }),
        },
        { requiredKeys: [] },
      )
    const layers = (whose: string) =>
      fc.record({ llm: layer(whose), tts: layer(whose), stt: layer(whose) }, { requiredKeys: [] })
    // The schema lets no workspace store a part without an address.
    const stored = layers('ours').map((all) =>
      Object.fromEntries(Object.entries(all).filter(([, each]) => each?.base_url)),
    )
    fc.assert(
      fc.property(layers('theirs'), stored, fc.constantFrom('full', 'echo'), (persona, workspace, mode) => {
        const models = found(persona, workspace, mode)
        for (const model of [models.languageModel, models.voiceModel, models.transcriber]) {
          if (!model) continue
          const [whose] = new URL(model.baseUrl).hostname.split('.')
          const secrets = [model.apiKey, ...Object.values(model.headers), ...Object.values(model.query)]
          for (const secret of secrets) expect([null, `${whose}-secret`]).toContain(secret)
        }
      }),
    )
  })

  test('anything that is stored makes a mind', () => {
    const layers = fc.dictionary(
      fc.constantFrom('llm', 'tts', 'stt', 'conversational_flow', 'other'),
      fc.oneof(
        fc.dictionary(
          fc.constantFrom('base_url', 'model', 'voice', 'languages', 'tools', 'headers', 'default_query'),
          fc.jsonValue(),
        ),
        fc.jsonValue(),
      ),
    )
    fc.assert(
      fc.property(layers, layers, fc.string(), (own, workspace, mode) => {
        const models = found(own, workspace, mode)
        expect(mind.safeParse({ ...plainMind, ...models }).error).toBeUndefined()
      }),
    )
  })
})

describe('a voice and the language of a conversation', () => {
  it.each(languages)('%s is spoken by whoever can', (language) => {
    const isSpoken = ['english', 'spanish', 'multilingual'].includes(language)
    const models = found({})
    expect(modelsIn(language, models)).toEqual(
      isSpoken
        ? { ...models, voiceFallback: null }
        : { ...models, voiceModel: null, voiceFallback: { voice: 'Nova', language } },
    )
    expect(speaks({ languages: null }, language)).toBe(true)
  })

  it('there is nothing to note without a voice, or where it does not say what it speaks', () => {
    expect(modelsIn('thai', found({}, {})).voiceFallback).toBeNull()
    const open = { ...shared, tts: { ...shared.tts, languages: [] } }
    expect(modelsIn('thai', found({}, open))).toMatchObject({
      voiceFallback: null,
      voiceModel: { voice: 'Nova', languages: null },
    })
  })
})

it('finds every secret of the models', () => {
  const models = modelsIn('german', found(own))
  const marked = mapModelSecrets(models, (secret) => `<${secret}>`)
  expect(JSON.stringify(marked).match(/<[^>]*>/g)).toEqual([
    '<own-key>',
    '<own-header>',
    '<2>',
    '<own-query>',
    '<own-tts-key>',
    '<own-stt-key>',
  ])
  expect(mapModelSecrets(marked, (secret) => secret.slice(1, -1))).toEqual(models)
  const none: Models = found({}, {})
  expect(mapModelSecrets(none, () => expect.fail())).toEqual(none)
})
