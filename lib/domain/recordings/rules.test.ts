import fc from 'fast-check'
import { expect, it } from 'vitest'
import { allowance, allowedAt, bucketKey, bucketOf, takesOf, whoRecords } from './rules'

const part = fc.record({ take: fc.nat(3), number: fc.nat(6), bytes: fc.constant(1) })
const parts = fc.uniqueArray(part, { selector: ({ take, number }) => `${take}-${number}`, maxLength: 20 })

it('takes every take up to its first gap, in order, whatever order parts came in', () => {
  fc.assert(
    fc.property(parts, (given) => {
      const has = (take: number, number: number) =>
        given.some((each) => each.take === take && each.number === number)
      const takes = takesOf(given)
      expect(takes.map(([first]) => first?.take)).toEqual([0, 1, 2, 3].filter((take) => has(take, 0)))
      for (const take of takes) {
        expect(take.map(({ number }) => number)).toEqual(take.map((_, index) => index))
        expect(has(take[0]?.take ?? -1, take.length)).toBe(false)
      }
    }),
  )
})

it('allows at `allowedAt`, and not before', () => {
  fc.assert(
    fc.property(fc.nat(100_000_000), fc.nat(200), (bytes, number) => {
      const start = new Date('2026-01-01T00:00:00Z')
      const at = allowedAt(start, { bytes, parts: number }).getTime() - start.getTime()
      const fits = (elapsed: number) =>
        bytes <= allowance(elapsed).bytes && number <= allowance(elapsed).parts
      expect(fits(at)).toBe(true)
      if (at > 0) expect(fits(at - 1)).toBe(false)
    }),
  )
})

it('lets nobody, members or everybody record', () => {
  expect(whoRecords({ enable_recording: false, guests_may_record: true })).toBe('nobody')
  expect(whoRecords({ enable_recording: true })).toBe('members')
  expect(whoRecords({ enable_recording: true, guests_may_record: true })).toBe('everybody')
})

it('finds the documented bucket, key and external id', () => {
  expect(bucketOf({ enable_recording: true, recording_storage: null })).toBeNull()
  const storage = {
    provider: 's3' as const,
    bucket_name: 'b-1',
    bucket_region: 'eu-west-1',
    assume_role_arn: 'arn:aws:iam::1:role/r',
  }
  expect(bucketOf({ enable_recording: true, recording_storage: storage })).toEqual({
    name: 'b-1',
    region: 'eu-west-1',
    roleArn: 'arn:aws:iam::1:role/r',
    externalId: 'tavus',
  })
  expect(bucketKey('c1', new Date(1_763_683_200_123))).toBe('tavus/c1/1763683200123')
})
