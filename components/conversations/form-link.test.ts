import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { providers } from '@/lib/domain/connections/rules'
import { limits } from '@/lib/domain/conversations/rules'
import type { ConversationCreate } from '@/lib/domain/conversations/schema/request'
import { languages } from '@/lib/protocol/languages'
import { readFormLink, writeFormLink } from './form-link'

const text = (most: number) =>
  fc
    .string({ unit: 'binary', minLength: 1, maxLength: most })
    .filter((value) => !value.includes('\0') && value.length <= most)

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

/** Forms as people leave them. */
const forms: fc.Arbitrary<ConversationCreate> = fc.record({
  persona_id: maybe(fc.constant('pdced222244b')),
  replica_id: maybe(fc.constant('r79e1c033f')),
  provider: maybe(fc.constantFrom(...providers)),
  conversation_name: maybe(text(limits.name)),
  conversational_context: maybe(text(2000)),
  custom_greeting: maybe(text(limits.greeting)),
  audio_only: maybe(fc.boolean()),
  test_mode: maybe(fc.boolean()),
  max_participants: maybe(fc.integer({ min: 2, max: 100 })),
  properties: fc.record({
    max_call_duration: maybe(fc.integer({ min: 1, max: 86_400 })),
    participant_left_timeout: maybe(fc.integer({ min: 0, max: 86_400 })),
    language: fc.constantFrom(...languages),
    background: maybe(fc.constant({ type: 'color' as const, color: '#0b6b50' })),
    apply_greenscreen: maybe(fc.boolean()),
  }),
})

const packed = (json: string) => `#form=${deflateRawSync(json).toString('base64url')}`

describe('a form as a link', () => {
  it('comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(forms, async (form) => {
        expect(await readFormLink(await writeFormLink(form))).toEqual(JSON.parse(JSON.stringify(form)))
      }),
    )
  })

  it('holds 20 kB of context', async () => {
    const words = Array.from({ length: 3200 }, (_, n) => `wörd${(n * 7919) % 3571}`).join(' ')
    const link = await writeFormLink({ conversational_context: words.slice(0, 20_000) })
    expect(link.length).toBeLessThan(16_000)
    expect((await readFormLink(link))?.conversational_context).toBe(words.slice(0, 20_000))
  })

  it('leaves out what is secret, and images', async () => {
    const link = await writeFormLink({
      properties: {
        background: { type: 'image', image: 'data:image/webp;base64,AAAA' },
        enable_recording: true,
        recording_storage: {
          provider: 's3',
          bucket_name: 'b-1',
          bucket_region: 'eu-central-1',
          assume_role_arn: 'arn:aws:iam::123456789012:role/recorder',
          external_id: 'only-ours',
        },
      },
    })
    expect(await readFormLink(link)).toEqual({
      properties: {
        enable_recording: true,
        recording_storage: {
          provider: 's3',
          bucket_name: 'b-1',
          bucket_region: 'eu-central-1',
          assume_role_arn: 'arn:aws:iam::123456789012:role/recorder',
        },
      },
    })
  })

  it.each([
    [
      '',
      '#',
      '#form=',
      '#form=%%%',
      '#form=AAAA',
      '#other=AAAA',
      packed('no JSON'),
      packed('[]'),
      packed('null'),
    ],
    // A small link that would unpack to very much.
    [packed(JSON.stringify({ conversational_context: 'x'.repeat(30_000_000) }))],
  ])('is none when it is damaged or of something else', async (...fragments) => {
    for (const fragment of fragments) expect(await readFormLink(fragment)).toBeNull()
  })

  it('leaves out what is not right, and keeps the rest', async () => {
    const link = await writeFormLink({
      conversation_name: 'A garden',
      custom_greeting: 'x'.repeat(limits.greeting + 1),
      properties: { language: 'french', max_call_duration: Number.NaN, participant_left_timeout: -5 },
    })
    expect(await readFormLink(link)).toEqual({
      conversation_name: 'A garden',
      properties: { language: 'french' },
    })
  })

  it('drops what no form has', async () => {
    expect(await readFormLink(packed(JSON.stringify({ conversation_name: 'A', evil: 1 })))).toEqual({
      conversation_name: 'A',
    })
  })
})
