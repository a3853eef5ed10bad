import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical, patched, subjectOf, withoutSecrets } from './rules'

// The cases of RFC 6902, appendix A, and what a hostile patch would try.
describe('a JSON Patch', () => {
  const cases: [string, object, unknown[], unknown][] = [
    [
      'adds a member',
      { foo: 'bar' },
      [{ op: 'add', path: '/baz', value: 'qux' }],
      { foo: 'bar', baz: 'qux' },
    ],
    [
      'adds to a list',
      { foo: ['a', 'c'] },
      [{ op: 'add', path: '/foo/1', value: 'b' }],
      { foo: ['a', 'b', 'c'] },
    ],
    ['appends', { foo: ['a'] }, [{ op: 'add', path: '/foo/-', value: ['b'] }], { foo: ['a', ['b']] }],
    ['removes', { baz: 1, foo: 2 }, [{ op: 'remove', path: '/baz' }], { foo: 2 }],
    ['removes from a list', { foo: [1, 2, 3] }, [{ op: 'remove', path: '/foo/1' }], { foo: [1, 3] }],
    ['replaces', { baz: 1 }, [{ op: 'replace', path: '/baz', value: null }], { baz: null }],
    ['moves', { a: { b: 1 }, c: {} }, [{ op: 'move', from: '/a/b', path: '/c/d' }], { a: {}, c: { d: 1 } }],
    ['copies', { a: { b: 1 } }, [{ op: 'copy', from: '/a', path: '/c' }], { a: { b: 1 }, c: { b: 1 } }],
    [
      'goes on after a test that holds',
      { a: [1, { b: 2 }] },
      [
        { op: 'test', path: '/a', value: [1, { b: 2 }] },
        { op: 'remove', path: '/a/0' },
      ],
      { a: [{ b: 2 }] },
    ],
    ['reads ~01 and ~1', { '~1': 1, 'a/b': 2 }, [{ op: 'remove', path: '/~01' }], { 'a/b': 2 }],
    ['takes members it does not know', { a: 1 }, [{ op: 'replace', path: '/a', value: 2, xyz: 3 }], { a: 2 }],
    ['may be empty', { a: 1 }, [], { a: 1 }],
  ]
  it.each(cases)('%s', (_what, document, patch, after) => {
    const before = structuredClone(document)
    expect(patched(document, patch)).toEqual(after)
    expect(document).toEqual(before)
  })

  const refused: [string, unknown][] = [
    ['an object', { op: 'add', path: '/a', value: 1 }],
    ['a text', 'add'],
    ['nothing', null],
    ['an unknown operation', [{ op: 'merge', path: '/a', value: 1 }]],
    ['no operation', [{ path: '/a', value: 1 }]],
    ['a path that is no pointer', [{ op: 'add', path: 'a', value: 1 }]],
    ['a path with a bad escape', [{ op: 'add', path: '/a~2', value: 1 }]],
    ['no value', [{ op: 'add', path: '/a' }]],
    ['no from', [{ op: 'move', path: '/a' }]],
    ['a place that is not there', [{ op: 'replace', path: '/no/where', value: 1 }]],
    ['a removal of nothing', [{ op: 'remove', path: '/nothing' }]],
    ['a test that fails', [{ op: 'test', path: '/a', value: 2 }]],
    ['the whole document', [{ op: 'replace', path: '', value: 'gone' }]],
    ['too many operations', Array.from({ length: 201 }, () => ({ op: 'test', path: '/a', value: 1 }))],
    ['copies without end', Array.from({ length: 60 }, (_, n) => ({ op: 'copy', from: '', path: `/b${n}` }))],
    ['the prototype', [{ op: 'add', path: '/__proto__/polluted', value: 1 }]],
    ['a constructor', [{ op: 'add', path: '/constructor/prototype/polluted', value: 1 }]],
  ]
  it.each(refused)('is refused with %s', (_what, patch) => {
    expect(() => patched({ a: 1 }, patch)).toThrow(expect.objectContaining({ code: 'unprocessable' }))
    expect(Object.prototype).not.toHaveProperty('polluted')
  })

  it('applies as a whole or not at all', () => {
    const document = { a: 1, b: 2 }
    const patch = [
      { op: 'remove', path: '/a' },
      { op: 'test', path: '/b', value: 3 },
    ]
    expect(() => patched(document, patch)).toThrow(/does not apply/)
    expect(document).toEqual({ a: 1, b: 2 })
  })
})

describe('the canonical text of a JSON value', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, item]) => [name, shuffled(item)]),
    )
  }

  it('is that value, whatever the order of its fields', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value))
        expect(JSON.parse(canonical(json))).toEqual(json)
        expect(canonical(shuffled(json))).toBe(canonical(json))
      }),
    )
  })

  it('differs where the values differ', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const [a, b] = [one, other].map((value) => JSON.parse(JSON.stringify(value)))
        if (canonical(a) === canonical(b)) expect(a).toEqual(b)
      }),
    )
  })
})

describe('what is kept of a body', () => {
  it.each([
    ['api_key', { layers: { tts: { api_key: 's' } } }, { layers: { tts: { api_key: '********' } } }],
    [
      'headers',
      { headers: { Own: 's', more: ['s', 1] } },
      { headers: { Own: '********', more: ['********', '********'] } },
    ],
    ['a query', { default_query: { key: 's' } }, { default_query: { key: '********' } }],
    [
      'tokens',
      { meeting_token: 's', livekit_room_token: 's' },
      { meeting_token: '********', livekit_room_token: '********' },
    ],
    ['secrets', [{ secret: 's', client_secret: 's' }], [{ secret: '********', client_secret: '********' }]],
    [
      'a patch',
      [{ op: 'add', path: '/layers/llm/api_key', value: 's' }],
      [{ op: 'add', path: '/layers/llm/api_key', value: '********' }],
    ],
    [
      'a patch of a layer',
      [{ op: 'add', path: '/layers/llm', value: { api_key: 's', model: 'm' } }],
      [{ op: 'add', path: '/layers/llm', value: { api_key: '********', model: 'm' } }],
    ],
    [
      'nothing else',
      { name: 's', tokens: 5, api_key: '', secret: null, path: '/api_key', value: 'v' },
      { name: 's', tokens: 5, api_key: '', secret: null, path: '/api_key', value: 'v' },
    ],
  ])('hides %s', (_what, body, kept) => {
    expect(withoutSecrets(body)).toEqual(kept)
  })

  it('hides a secret wherever it stands', () => {
    const names = fc.constantFrom(
      'api_key',
      'x-api-key',
      'Authorization',
      'password',
      'access_token',
      'Client-Secret',
    )
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { maxLength: 5 }), names, (path, name) => {
        const nested = path.reduce<unknown>((inner, part) => ({ [part]: [inner] }), { [name]: 'plum-secret' })
        expect(JSON.stringify(withoutSecrets(nested))).not.toContain('plum-secret')
      }),
    )
  })
})

it.each([
  [{ persona_id: 'p1', conversation_id: 'c1' }, 'c1'],
  [{ replica_id: 'r1', persona_id: 'p1' }, 'p1'],
  [{ id: 'x' }, 'x'],
  [{ id: 5 }, null],
  [['c1'], null],
  ['c1', null],
  [null, null],
])('the answer %j is about %j', (answer, id) => {
  expect(subjectOf(answer)).toBe(id)
})
