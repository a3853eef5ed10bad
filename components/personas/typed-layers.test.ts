import { describe, expect, it } from 'vitest'
import { personaLayers } from '@/lib/domain/personas/schema'
import { layersTyped, saysAnything, typedLayers } from './typed-layers'

const whole = personaLayers.parse({
  llm: {
    model: 'gpt',
    base_url: 'https://llm.example.org/v1',
    api_key: '********',
    headers: { 'X-A': '********' },
    tools: [{ type: 'function', function: { name: 'look_up' } }],
    extra_body: { temperature: 1 },
    default_query: { version: '2' },
    speculative_inference: true,
    of_tomorrow: 1,
  },
  tts: { tts_engine: 'cartesia', voice_id: 'v', languages: ['german'], voice_settings: { speed: 1 } },
  stt: { hotwords: 'Zug', participant_pause_sensitivity: 'high' },
  perception: { perception_model: 'off' },
  conversational_flow: { turn_taking_patience: 'low', wake_phrase: 'hi' },
})

describe('layers in a form', () => {
  it.each([[whole], [{}], [{ perception: { perception_model: 'off' } }]])(
    'come back as they were: %j',
    (layers) => {
      expect(layersTyped(typedLayers(layers), layers)).toEqual({ layers })
    },
  )

  it('lose what is emptied, and nothing that has no field', () => {
    const typed = typedLayers(whole)
    const emptied = {
      ...typed,
      llm: {
        ...typed.llm,
        base_url: '',
        api_key: '',
        headers: '',
        tools: ' ',
        extra_body: '',
        default_query: '',
      },
      stt: { ...typed.stt, hotwords: '' },
      ...{ languages: [], patience: '', interruptibility: '' },
    }
    expect(layersTyped(emptied, whole)).toEqual({
      layers: {
        llm: { model: 'gpt', speculative_inference: true, of_tomorrow: 1 },
        tts: { tts_engine: 'cartesia', voice_id: 'v', voice_settings: { speed: 1 } },
        stt: { participant_pause_sensitivity: 'high' },
        perception: { perception_model: 'off' },
        conversational_flow: { wake_phrase: 'hi' },
      },
    })
  })

  it('are made of what is typed', () => {
    const typed = typedLayers({})
    const filled = {
      ...typed,
      llm: { ...typed.llm, model: ' llama ' },
      tts: { ...typed.tts, voice: 'Nova' },
      patience: 'high',
    }
    expect([saysAnything(typed), saysAnything(filled)]).toEqual([false, true])
    expect(layersTyped(filled, {})).toEqual({
      layers: {
        llm: { model: 'llama' },
        tts: { external_voice_id: 'Nova' },
        conversational_flow: { turn_taking_patience: 'high' },
      },
    })
  })

  it.each([
    ['llm', { tools: '{}' }, { field: 'llm.tools', problem: 'list' }],
    ['llm', { tools: '[' }, { field: 'llm.tools', problem: 'list' }],
    ['llm', { extra_body: '[]' }, { field: 'llm.extra_body', problem: 'object' }],
    ['llm', { default_query: 'a=b' }, { field: 'llm.default_query', problem: 'object' }],
    ['stt', { headers: 'x' }, { field: 'stt.headers', problem: 'headers' }],
  ] as const)('%s %j cannot be read', (layer, change, problem) => {
    const typed = typedLayers(whole)
    expect(layersTyped({ ...typed, [layer]: { ...typed[layer], ...change } }, whole)).toEqual(problem)
  })
})
