import { expect, it } from 'vitest'
import { mapSecrets } from './rules'

it('finds every secret of the layers and leaves the rest as it is', () => {
  const layers = {
    llm: {
      model: 'm',
      api_key: 'a',
      headers: { Authorization: 'b', 'X-Org': 'c' },
      tools: [{ api_key: 'no' }],
    },
    tts: { api_key: 'd', voice_settings: { speed: 1 } },
    perception: { perception_model: 'off' },
    odd: 'text',
    list: [{ api_key: 'no' }],
  }
  const before = structuredClone(layers)
  const places: string[] = []
  const mapped = mapSecrets(layers, (secret, place) => {
    places.push(place)
    return secret.toUpperCase()
  })
  expect(layers).toEqual(before)
  expect(places).toEqual(['llm.api_key', 'llm.headers.Authorization', 'llm.headers.X-Org', 'tts.api_key'])
  expect(mapped).toEqual({
    ...layers,
    llm: { ...layers.llm, api_key: 'A', headers: { Authorization: 'B', 'X-Org': 'C' } },
    tts: { ...layers.tts, api_key: 'D' },
  })
})
