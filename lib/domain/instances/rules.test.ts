import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lookAt, type Sighting } from './rules'

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000)

/** Looks at what one instance said last, look by look; at which of them it counts as gone. */
function goneAt(heartbeats: (Date | null)[]): number[] {
  let seen: ReadonlyMap<string, Sighting> = new Map()
  return heartbeats.flatMap((heartbeatAt, look) => {
    const result = lookAt(seen, heartbeatAt ? [{ id: 'a', heartbeatAt }] : [])
    seen = result.seen
    return result.gone.length > 0 ? [look] : []
  })
}

describe('an instance', () => {
  it('is gone at the fifth look in a row at which it said nothing new', () => {
    expect(goneAt([at(0), at(0), at(0), at(0)])).toEqual([])
    expect(goneAt([at(0), at(0), at(0), at(0), at(0)])).toEqual([4])
  })

  it('is counted anew when it speaks, also by a clock that was set back, and when it was forgotten', () => {
    expect(goneAt([at(0), at(0), at(0), at(0), at(-3600), at(-3600), at(-3600), at(-3600)])).toEqual([])
    expect(goneAt([at(0), at(0), at(0), at(0), null, at(0), at(0), at(0), at(0)])).toEqual([])
  })

  it('is never gone while each look finds another heartbeat, whatever clocks say', () => {
    const step = fc.oneof(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: -1e6, max: -1 }))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
        const heartbeats = steps.map((_, index) => at(steps.slice(0, index + 1).reduce((a, b) => a + b, 0)))
        expect(goneAt(heartbeats)).toEqual([])
      }),
    )
  })

  it('is judged by itself: others that are gone do not make it so', () => {
    let seen: ReadonlyMap<string, Sighting> = new Map()
    for (let look = 0; look < 5; look++) {
      const result = lookAt(seen, [
        { id: 'silent', heartbeatAt: at(0) },
        { id: 'alive', heartbeatAt: at(look) },
      ])
      seen = result.seen
      expect(result.gone.map(({ id }) => id)).toEqual(look === 4 ? ['silent'] : [])
    }
  })
})
