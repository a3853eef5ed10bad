import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMedia, type Media } from './media'

type Answer = { audio?: string; video?: string }

/** A browser with the devices a test gives it: an error's name for each one that does not start. */
function browserWith(answer: Answer, permissions: Record<string, string> = {}) {
  const getUserMedia = vi.fn(async (wanted: { audio?: unknown; video?: unknown }) => {
    const kinds = (['audio', 'video'] as const).filter((kind) => wanted[kind])
    const name = kinds.map((kind) => answer[kind]).find(Boolean)
    if (name) throw new DOMException('no', name)
    return { getTracks: () => kinds.map(track) }
  })
  vi.stubGlobal('navigator', {
    mediaDevices: {
      getUserMedia,
      enumerateDevices: async () => [],
      addEventListener() {},
      removeEventListener() {},
    },
    permissions: { query: async ({ name }: { name: string }) => ({ state: permissions[name] ?? 'prompt' }) },
  })
  return getUserMedia
}

const track = (kind: string) => ({ kind, stop: vi.fn(), getSettings: () => ({ deviceId: `${kind}-1` }) })

let media: Media
beforeEach(() => {
  media = createMedia()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const problems = () => [media.snapshot().audio.problem, media.snapshot().video.problem]
const running = () => [media.snapshot().audio.track !== null, media.snapshot().video.track !== null]

test('both start with one question', async () => {
  const asked = browserWith({})
  media.attach()
  await media.startBoth()
  expect(running()).toEqual([true, true])
  expect(media.snapshot().video.deviceId).toBe('video-1')
  expect(asked).toHaveBeenCalledTimes(1)
})

test.each([
  ['NotFoundError', 'missing'],
  ['NotReadableError', 'busy'],
  ['TypeError', 'failed'],
])('a camera that fails with %s leaves the microphone', async (name, problem) => {
  browserWith({ video: name })
  media.attach()
  await media.startBoth()
  expect(running()).toEqual([true, false])
  expect(problems()).toEqual([null, problem])
})

test('a refusal of both is not asked again; a camera blocked before leaves the microphone', async () => {
  const asked = browserWith({ audio: 'NotAllowedError', video: 'NotAllowedError' })
  media.attach()
  await media.startBoth()
  expect(problems()).toEqual(['denied', 'denied'])
  expect(asked).toHaveBeenCalledTimes(1)

  browserWith({ video: 'NotAllowedError' }, { camera: 'denied' })
  await media.startBoth()
  expect(running()).toEqual([true, false])
  expect(problems()).toEqual([null, 'denied'])
})

test('without a secure context the cause is named', async () => {
  vi.stubGlobal('navigator', {})
  media.attach()
  await media.startBoth()
  expect(problems()).toEqual(['insecure', 'insecure'])
})

test('an unanswered question is pointed out after 5 s, and an answer that comes late still counts', async () => {
  vi.useFakeTimers()
  const asked = browserWith({})
  let answer = (_: { getTracks(): object[] }) => {}
  asked.mockImplementationOnce(
    () =>
      new Promise<{ getTracks(): ReturnType<typeof track>[] }>((resolve) => {
        answer = resolve as typeof answer
      }),
  )
  media.attach()
  const starting = media.set('audio', true)
  vi.advanceTimersByTime(4999)
  expect(problems()).toEqual([null, null])
  vi.advanceTimersByTime(1)
  expect(problems()).toEqual(['unanswered', null])
  answer({ getTracks: () => [track('audio')] })
  await starting
  expect(running()).toEqual([true, false])
  expect(problems()).toEqual([null, null])
})

test('switched off while the browser asks, what it then gives is stopped', async () => {
  const asked = browserWith({})
  const late = track('audio')
  asked.mockImplementationOnce(async () => {
    await media.set('audio', false)
    return { getTracks: () => [late] }
  })
  media.attach()
  await media.set('audio', true)
  expect(late.stop).toHaveBeenCalled()
  expect(running()).toEqual([false, false])
})

test('letting go stops the tracks', async () => {
  browserWith({})
  const release = media.attach()
  await media.set('video', true)
  const { track: camera } = media.snapshot().video
  release()
  expect(camera?.stop).toHaveBeenCalled()
  expect(running()).toEqual([false, false])
})
