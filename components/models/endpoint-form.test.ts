import { describe, expect, it } from 'vitest'
import { secretMask } from '@/lib/domain/models/rules/secrets'
import { workspaceModels } from '@/lib/domain/models/schema'
import { endpointTyped, forgotten, masked, movedTo, type Typed, typedOf } from './endpoint-form'
import { choiceOf, presets, presetsFor } from './presets'
import { headersText, headersTyped, jsonText, jsonTyped } from './typed'

const stored = workspaceModels.parse({
  llm: {
    base_url: 'https://api.openai.com/v1',
    model: 'gpt',
    api_key: secretMask,
    headers: { 'X-Org': secretMask },
    extra_body: { temperature: 0.2 },
    prompt_tokens: 4000,
  },
  tts: {
    base_url: 'http://127.0.0.1:8880/v1',
    model: 'kokoro',
    voice: 'af_heart',
    extra_body: { language: null },
    languages: ['english'],
  },
  stt: { base_url: 'https://api.groq.com/openai/v1/', model: 'whisper' },
})

describe('what a form begins with', () => {
  it.each(['llm', 'tts', 'stt'] as const)('is what is stored of %s, and sent back it is the same', (part) => {
    expect(endpointTyped(part, typedOf(part, stored[part]))).toEqual({ part, endpoint: stored[part] })
  })

  it('says which server it is', () => {
    expect(typedOf('llm', stored.llm).choice).toBe('openai')
    expect(typedOf('tts', stored.tts).choice).toBe('other')
    expect(typedOf('stt', stored.stt).choice).toBe('groq')
    expect(typedOf('llm', null)).toMatchObject({ choice: 'built-in', base_url: '', api_key: '' })
  })
})

const typed: Typed = typedOf('llm', stored.llm)

it.each([
  [{ headers: 'no colon' }, { field: 'headers', problem: 'headers' }],
  [{ extra_body: '{"a":' }, { field: 'extra_body', problem: 'json' }],
  [{ extra_body: '[1]' }, { field: 'extra_body', problem: 'json' }],
  [{ prompt_tokens: 'many' }, { field: 'prompt_tokens', problem: 'number' }],
])('%j cannot be read', (change, problem) => {
  expect(endpointTyped('llm', { ...typed, ...change })).toEqual(problem)
})

it('reads numbers as people write them', () => {
  expect(endpointTyped('llm', { ...typed, prompt_tokens: '16 000' })).toMatchObject({
    endpoint: { prompt_tokens: 16_000 },
  })
})

it('takes no stored secret to another address, and has it again at its own', () => {
  const both = { ...typed, headers: `X-Org: ${secretMask}\nX-New: mine` }
  const moved = movedTo(both, 'groq', 'https://x', typed)
  expect(moved).toMatchObject({ choice: 'groq', base_url: 'https://x', api_key: '', headers: 'X-New: mine' })
  expect(movedTo({ ...typed, api_key: 'new' }, 'groq', 'https://x', typed).api_key).toBe('new')
  const away = movedTo(typed, 'groq', 'https://x', typed)
  expect(away.headers).toBe('')
  expect(movedTo(away, 'openai', typed.base_url, typed)).toEqual(typed)
})

it('shows no secret once it is saved', () => {
  expect(masked({ ...typed, api_key: 'sk', headers: 'A: b\nC:d' })).toMatchObject({
    api_key: secretMask,
    headers: `A: ${secretMask}\nC: ${secretMask}`,
  })
  expect(masked({ ...typed, api_key: '', headers: '' })).toMatchObject({ api_key: '', headers: '' })
})

it('has no mask to go back to once what it was kept with is deleted', () => {
  const { base_url } = typed
  const deleted = forgotten(masked({ ...typed, api_key: 'sk', headers: 'X-Org: a' }))
  expect(deleted).toEqual({ ...typed, api_key: '', headers: '' })
  expect(movedTo(deleted, 'openai', base_url, deleted)).toMatchObject({ base_url, api_key: '', headers: '' })
})

it('headers and JSON are what was typed', () => {
  const headers = { 'X-A': 'b: c', Empty: '' }
  expect(headersTyped(headersText(headers))).toEqual(headers)
  expect(headersTyped('')).toEqual({})
  expect(headersTyped(' \n')).toEqual({})
  expect(jsonTyped(jsonText({ a: [1] }))).toEqual({ a: [1] })
  expect([jsonText({}), jsonText(undefined), jsonText([])]).toEqual(['', '', ''])
  expect([jsonTyped(' '), jsonTyped('{')]).toEqual([undefined, null])
})

it('presets are addresses, each for something', () => {
  for (const preset of presets) {
    expect(new URL(preset.baseUrl).pathname).toMatch(/v1$/)
    const parts = (['llm', 'tts', 'stt'] as const).filter((part) => presetsFor(part).includes(preset))
    expect(parts.length).toBeGreaterThan(0)
    for (const part of parts) expect(choiceOf(part, `${preset.baseUrl}/`)).toBe(preset.id)
  }
})
