import { expect, test } from 'vitest'
import { secretMask } from '@/lib/domain/models/rules/secrets'
import { accountPersonaToWire, toldPersonaId } from './serialize'

test('a persona is shown by the names of either era, without the secrets in its layers', () => {
  const llm = { model: 'm', api_key: 'sk-1', headers: { Authorization: 'Bearer 2' } }
  const told = { pal_id: 'p1', default_face_id: 'r1', system_prompt: 'You guide.', layers: { llm } }
  expect(accountPersonaToWire(told)).toEqual({
    system_prompt: 'You guide.',
    default_replica_id: 'r1',
    layers: { llm: { model: 'm', api_key: secretMask, headers: { Authorization: secretMask } } },
  })
  expect(toldPersonaId(told)).toBe('p1')
  expect(toldPersonaId({ persona_id: 'p2' })).toBe('p2')
})

test('a provider that says nothing of it leaves nothing to show', () => {
  for (const told of [{}, { persona_id: ' ', system_prompt: null, layers: [], default_replica_id: 7 }]) {
    expect(accountPersonaToWire(told)).toEqual({ system_prompt: '', default_replica_id: null, layers: {} })
    expect(toldPersonaId(told)).toBeNull()
  }
})
