import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fakeTrack } from './fixture'
import { createSound } from './sound'

let isAllowed: boolean
let elements: FakeAudio[]

class FakeAudio {
  srcObject: { tracks: unknown[] } | null = null
  playing = false
  sink = ''
  constructor() {
    elements.push(this)
  }
  async play(): Promise<void> {
    if (!isAllowed) throw new DOMException('touch the page first', 'NotAllowedError')
    if (!this.srcObject) throw new DOMException('interrupted', 'AbortError')
    this.playing = true
  }
  async setSinkId(id: string): Promise<void> {
    if (id === 'gone') throw new DOMException('gone', 'NotFoundError')
    this.sink = id
  }
}

beforeEach(() => {
  isAllowed = true
  elements = []
  vi.stubGlobal('Audio', FakeAudio)
  vi.stubGlobal(
    'MediaStream',
    class {
      constructor(readonly tracks: unknown[]) {}
    },
  )
})
afterEach(() => vi.unstubAllGlobals())

const settled = () => new Promise((resolve) => setTimeout(resolve))
const [ada, ben] = [fakeTrack('audio', 'ada'), fakeTrack('audio', 'ben')]
const heard = () =>
  elements.flatMap(({ srcObject, playing }) => (playing && srcObject ? srcObject.tracks : []))

test('plays each track once, and those that are gone no more', async () => {
  const sound = createSound()
  sound.play([ada])
  sound.play([ada, ben])
  await settled()
  expect(heard()).toEqual([ada, ben])
  sound.play([ben])
  expect(heard()).toEqual([ben])
  expect(elements).toHaveLength(2)
  sound.stop()
  expect(heard()).toEqual([])
  expect(sound.blocked()).toBe(false)
})

test('blocked by the browser, it says so until it is unlocked', async () => {
  isAllowed = false
  const sound = createSound()
  const told = vi.fn()
  sound.subscribe(told)
  sound.play([ada, ben])
  await settled()
  expect(sound.blocked()).toBe(true)
  await sound.unlock()
  expect(sound.blocked()).toBe(true)
  isAllowed = true
  told.mockClear()
  await sound.unlock()
  expect(sound.blocked()).toBe(false)
  expect(told).toHaveBeenCalled()
  expect(heard()).toEqual([ada, ben])
})

test('a blocked track that goes leaves nothing to unlock', async () => {
  isAllowed = false
  const sound = createSound()
  sound.play([ada])
  await settled()
  sound.play([])
  expect(sound.blocked()).toBe(false)
})

test('a track that goes before it plays is no problem', async () => {
  const sound = createSound()
  sound.play([ada])
  sound.play([])
  await settled()
  expect(sound.blocked()).toBe(false)
})

test('is heard from the speaker that was chosen, of what plays and of what comes later', async () => {
  const sound = createSound()
  sound.play([ada])
  sound.setSpeaker('headphones')
  sound.play([ada, ben])
  await settled()
  expect(elements.map(({ sink }) => sink)).toEqual(['headphones', 'headphones'])
  sound.setSpeaker('gone')
  await settled()
  expect(heard()).toEqual([ada, ben])
  sound.setSpeaker(null)
  await settled()
  expect(elements.map(({ sink }) => sink)).toEqual(['', ''])
})
