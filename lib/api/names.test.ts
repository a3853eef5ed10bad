import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bothNames, oneName, otherName, otherPath, patchUnderOneName } from './names'

describe('two names of one thing', () => {
  it('are taken as ours', () => {
    expect(oneName({ pal_id: 'p1', face_id: 'r1', conversation_name: 'x' })).toEqual({
      value: { persona_id: 'p1', replica_id: 'r1', conversation_name: 'x' },
    })
  })
  it('are fine together when they agree, and refused when they differ', () => {
    expect(oneName({ pal_id: 'p1', persona_id: 'p1' })).toEqual({ value: { persona_id: 'p1' } })
    expect(oneName({ persona_id: 'p1', pal_id: 'p2' })).toEqual({
      clash: 'persona_id and pal_id are two names of one thing, and differ here. Send one of them.',
    })
    expect(oneName({ face_name: null, replica_name: 'Rose' })).toHaveProperty('clash')
  })
  it('are both in an answer, however deep', () => {
    expect(
      bothNames({ data: [{ persona_id: 'p1', properties: { replica_id: 'r1' } }], total_count: 1 }),
    ).toEqual({
      data: [{ persona_id: 'p1', pal_id: 'p1', properties: { replica_id: 'r1', face_id: 'r1' } }],
      total_count: 1,
    })
  })
  it('stay what they are in an answer that has both', () => {
    const answer = { face_name: 'Nora', replica_name: null }
    expect(bothNames(answer)).toEqual(answer)
  })
  it('stay one in what people wrote themselves', () => {
    const layers = { llm: { tools: [{ parameters: { persona_id: 'theirs' } }] } }
    expect(bothNames({ layers, persona_id: 'p1' })).toEqual({ layers, persona_id: 'p1', pal_id: 'p1' })
  })
  it('of an address, too', () => {
    expect(otherPath('/v2/replicas/:id/name')).toBe('/v2/faces/:id/name')
    expect(otherPath('/v2/personas')).toBe('/v2/pals')
    expect(otherPath('/v2/personasx')).toBeUndefined()
    expect(otherPath('/v2/conversations/:id')).toBeUndefined()
  })
  it('of where a patch points, in the first step only', () => {
    const value = { pal_name: 1 }
    expect(
      patchUnderOneName([
        { op: 'replace', path: '/pal_name', value },
        { op: 'move', from: '/default_face_id', path: '/layers/pal_name' },
        { op: 'test', path: '' },
        { path: 5 },
        null,
      ]),
    ).toEqual([
      { op: 'replace', path: '/persona_name', value },
      { op: 'move', from: '/default_replica_id', path: '/layers/pal_name' },
      { op: 'test', path: '' },
      { path: 5 },
      null,
    ])
    expect(patchUnderOneName('nothing')).toBe('nothing')
  })
  it('lose nothing: an answer read under one name is the answer', () => {
    const value = fc.oneof(fc.string(), fc.constant(null))
    const key = fc.oneof(
      fc.constantFrom('persona_id', 'replica_id', 'replica_name', 'default_replica_id', 'status'),
      fc
        .string()
        .filter(
          (name) => !name.startsWith('face_') && !name.startsWith('pal_') && name !== 'default_face_id',
        ),
    )
    fc.assert(
      fc.property(fc.dictionary(key, value), (answer) => {
        expect(oneName(bothNames(answer) as object)).toEqual({ value: { ...answer } })
        for (const name of Object.keys(answer)) {
          const other = otherName(name)
          if (other) expect(bothNames(answer)).toHaveProperty(other, answer[name])
        }
      }),
    )
  })
})
