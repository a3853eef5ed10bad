import { expect, it } from 'vitest'
import { haveOneAddress, mapSecrets, maskedLayers } from './secrets'

const layers = {
  llm: {
    model: 'm',
    api_key: 'a',
    headers: { Authorization: 'b', 'X-Org': 'c' },
    default_query: { key: 'd', version: 2 },
    tools: [{ api_key: 'no' }],
  },
  tts: { api_key: 'e', voice_settings: { speed: 1 } },
  stt: null,
  perception: { perception_model: 'off' },
  odd: 'text',
  list: [{ api_key: 'no' }],
}

it('finds every secret of the layers and leaves the rest as it is', () => {
  const before = structuredClone(layers)
  const places: string[] = []
  const mapped = mapSecrets(layers, (secret, place) => {
    places.push(place)
    return secret.toUpperCase()
  })
  expect(layers).toEqual(before)
  expect(places).toEqual([
    'llm.api_key',
    'llm.headers.Authorization',
    'llm.headers.X-Org',
    'llm.default_query.key',
    'llm.default_query.version',
    'tts.api_key',
  ])
  expect(mapped).toEqual({
    ...layers,
    llm: {
      ...layers.llm,
      api_key: 'A',
      headers: { Authorization: 'B', 'X-Org': 'C' },
      default_query: { key: 'D', version: '2' },
    },
    tts: { ...layers.tts, api_key: 'E' },
  })
})

it('shows none of them', () => {
  const shown = JSON.stringify(maskedLayers(layers))
  for (const secret of 'abcde') expect(shown).not.toContain(`"${secret}"`)
})

it.each([
  [{ base_url: 'https://a' }, { base_url: 'https://a', model: 'x' }, true],
  [{ base_url: 'https://a' }, { base_url: 'https://b' }, false],
  [{ base_url: 'https://a' }, {}, false],
  [{}, { model: 'x' }, true],
  [null, undefined, true],
  [{ base_url: 'https://a' }, null, false],
])('%j and %j have one address: %s', (one, other, same) => {
  expect(haveOneAddress(one, other)).toBe(same)
  expect(haveOneAddress(other, one)).toBe(same)
})
