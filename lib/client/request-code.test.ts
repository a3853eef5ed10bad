import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { requestCode } from './request-code'

const url = 'https://colloquy.example/v2/conversations'
const body = {
  conversation_name: `Ann's "$HOME" \\ \`date\``,
  conversational_context: 'one\ntwo\u2028three',
  test_mode: true,
  properties: { max_call_duration: 90, language: 'english', apply_greenscreen: false },
}

/** Bodies with whatever people type; names as those of the wire. */
const bodies = fc.dictionary(
  fc.stringMatching(/^[a-z][a-z_]{0,11}$/),
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\0')),
    fc.boolean(),
    fc.integer(),
    fc.array(fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0'))),
  ),
)

/** What a shell hands to curl. */
function shellWords(code: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${code}`
  const { stdout } = spawnSync('sh', ['-c', script], {
    encoding: 'utf8',
    env: { ...process.env, COLLOQUY_API_KEY: 'the-key' },
  })
  return stdout.split('\0').slice(0, -1)
}

describe('cURL', () => {
  it('hands over the address, the key of the environment and the body, whatever is in it', () => {
    const [address, ...words] = shellWords(requestCode('curl', { url, body }))
    expect(address).toBe(url)
    expect(words.slice(0, 4)).toEqual(['-H', 'x-api-key: the-key', '-H', 'content-type: application/json'])
    expect(words[4]).toBe('-d')
    expect(JSON.parse(words[5] ?? '')).toEqual(body)
  })

  it('for any body', () => {
    fc.assert(
      fc.property(bodies, (any) => {
        expect(JSON.parse(shellWords(requestCode('curl', { url, body: any })).at(-1) ?? '')).toEqual(any)
      }),
      { numRuns: 60 },
    )
  })
})

describe('JavaScript', () => {
  it('sends it, for any body', async () => {
    const AsyncFunction = (async () => {}).constructor as new (
      ...of: string[]
    ) => (...given: unknown[]) => Promise<void>
    await fc.assert(
      fc.asyncProperty(bodies, async (any) => {
        const program = new AsyncFunction(
          'fetch',
          'process',
          'console',
          requestCode('javascript', { url, body: any }),
        )
        const sent: { address: string; init: RequestInit }[] = []
        const printed: unknown[] = []
        await program(
          async (address: string, init: RequestInit) => {
            sent.push({ address, init })
            return Response.json({ conversation_id: 'c1' })
          },
          { env: { COLLOQUY_API_KEY: 'the-key' } },
          { log: (value: unknown) => printed.push(value) },
        )
        const [{ address, init } = { address: '', init: {} }] = sent
        expect(address).toBe(url)
        expect(init).toMatchObject({
          method: 'POST',
          headers: { 'x-api-key': 'the-key', 'content-type': 'application/json' },
        })
        expect(JSON.parse(String(init.body))).toEqual(any)
        expect(printed).toEqual([{ conversation_id: 'c1' }])
      }),
    )
  })
})

describe('Python', () => {
  it('reads as Python does', () => {
    expect(requestCode('python', { url, body: { test_mode: true, tags: [], properties: { a: null } } })).toBe(
      `import json
import os
from urllib.request import Request, urlopen

request = Request(
    "https://colloquy.example/v2/conversations",
    method="POST",
    headers={"x-api-key": os.environ["COLLOQUY_API_KEY"], "content-type": "application/json"},
    data=json.dumps({
        "test_mode": True,
        "tags": [],
        "properties": {
            "a": None,
        },
    }).encode(),
)
print(urlopen(request).read().decode())`,
    )
  })

  it('differs from JSON in three words and last commas alone, for any body', () => {
    fc.assert(
      fc.property(bodies, (any) => {
        const [, literal = ''] =
          /json\.dumps\(([\s\S]*)\)\.encode\(\),\n\)\nprint/.exec(
            requestCode('python', { url, body: any }),
          ) ?? []
        const asJson = literal.replace(
          /"(?:[^"\\]|\\.)*"|\b(?:True|False|None)\b|,(?=\s*[\]}])/g,
          (token) => ({ True: 'true', False: 'false', None: 'null', ',': '' })[token] ?? token,
        )
        expect(JSON.parse(asJson)).toEqual(any)
      }),
    )
  })
})
