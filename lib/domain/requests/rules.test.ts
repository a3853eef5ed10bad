import { describe, expect, it } from 'vitest'
import { patched } from './rules'

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
