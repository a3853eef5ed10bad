import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fakeTrack } from './fixture'
import { createMedia, type Media, sentBy } from './media'

type Answer = { audio?: string; video?: string }

/** A browser with the devices a test gives it: an error's name for each one that does not start. */
function browserWith(
  answer: Answer,
  permissions: Record<string, string> = {},
  devices: Partial<MediaDeviceInfo>[] = [],
) {
  const getUserMedia = vi.fn(async (wanted: { audio?: unknown; video?: unknown }) => {
    const kinds = (['audio', 'video'] as const).filter((kind) => wanted[kind])
    const name = kinds.map((kind) => answer[kind]).find(Boolean)
    if (name) throw new DOMException('no', name)
    return { getTracks: () => kinds.map(track) }
  })
  vi.stubGlobal('navigator', {
    mediaDevices: {
      getUserMedia,
      enumerateDevices: async () => devices,
      addEventListener() {},
      removeEventListener() {},
    },
    permissions: { query: async ({ name }: { name: string }) => ({ state: permissions[name] ?? 'prompt' }) },
  })
  return getUserMedia
}

const track = (kind: string) => fakeTrack(kind, `${kind}-1`)

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
  expect(late.stopped).toBe(true)
  expect(running()).toEqual([false, false])
})

test('letting go stops the tracks', async () => {
  browserWith({})
  const release = media.attach()
  await media.set('video', true)
  const { track: camera } = media.snapshot().video
  expect(sentBy(media.snapshot())).toEqual({ microphone: null, camera, screen: null, screenAudio: null })
  release()
  expect(camera).toMatchObject({ stopped: true })
  expect(running()).toEqual([false, false])
})

test('the microphone is asked for without echo, noise and shouting, and the camera in a size for tiles', async () => {
  const asked = browserWith({})
  media.attach()
  await media.choose('audio', 'headset')
  await media.startBoth()
  expect(asked.mock.calls[0]?.[0]).toMatchObject({
    audio: {
      deviceId: { ideal: 'headset' },
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    },
    video: { width: { ideal: 640 } },
  })
})

describe('a device that goes while it is used', () => {
  const microphone = { kind: 'audioinput', deviceId: 'other' } as const
  const unplug = async () => {
    const { track: lost } = media.snapshot().audio
    lost?.onended?.(new Event('ended'))
    await new Promise((resolve) => setTimeout(resolve))
  }

  test('is replaced by another one', async () => {
    const asked = browserWith({}, {}, [microphone])
    media.attach()
    await media.set('audio', true)
    asked.mockImplementationOnce(async () => ({ getTracks: () => [fakeTrack('audio', 'other')] }))
    await unplug()
    expect(media.snapshot().audio).toMatchObject({ on: true, problem: null, deviceId: 'other' })
  })

  test('is missed where there is no other', async () => {
    const asked = browserWith({}, {}, [{ ...microphone, kind: 'videoinput' }])
    media.attach()
    await media.set('audio', true)
    await unplug()
    expect(media.snapshot().audio).toMatchObject({ on: false, track: null, problem: 'missing' })
    expect(asked).toHaveBeenCalledTimes(1)
  })

  test('was taken away where it is not allowed any more', async () => {
    const asked = browserWith({}, { microphone: 'denied' }, [microphone])
    media.attach()
    await media.set('audio', true)
    await unplug()
    expect(problems()).toEqual(['denied', null])
    expect(asked).toHaveBeenCalledTimes(1)
  })
})

describe('speakers', () => {
  const speaker = { kind: 'audiooutput', deviceId: 'headphones' } as const

  test('are no choice where the browser has none', async () => {
    browserWith({}, {}, [speaker, { kind: 'audioinput', deviceId: '' }])
    media.attach()
    await media.set('audio', true)
    expect(media.snapshot().devices).toEqual([])
  })

  test('one that goes leaves the system’s choice', async () => {
    const Element = class {
      setSinkId() {}
    }
    vi.stubGlobal('HTMLMediaElement', Element)
    const devices: Partial<MediaDeviceInfo>[] = [speaker]
    browserWith({}, {}, devices)
    media.attach()
    await media.set('audio', true)
    media.chooseSpeaker('headphones')
    await media.set('video', true)
    expect(media.snapshot()).toMatchObject({ speakerId: 'headphones', devices: [speaker] })
    devices.length = 0
    await media.choose('video', 'other')
    expect(media.snapshot()).toMatchObject({ speakerId: null, devices: [] })
  })
})

describe('the screen', () => {
  const screen = () => media.snapshot().screen

  /** A browser where one chooses what is shown, with sound or without. */
  function browserThatShows(choose: () => ReturnType<typeof track>[]) {
    browserWith({})
    const getDisplayMedia = vi.fn(async () => {
      const tracks = choose()
      return {
        getVideoTracks: () => tracks.filter(({ kind }) => kind === 'video'),
        getAudioTracks: () => tracks.filter(({ kind }) => kind === 'audio'),
      }
    })
    Object.assign(navigator.mediaDevices, { getDisplayMedia })
    return getDisplayMedia
  }

  test('is shown with its sound until one stops', async () => {
    const [picture, sound] = [track('video'), track('audio')]
    const asked = browserThatShows(() => [picture, sound])
    media.attach()
    expect(screen().offered).toBe(true)
    await media.startScreen()
    await media.startScreen()
    expect(asked).toHaveBeenCalledTimes(1)
    expect(sentBy(media.snapshot())).toMatchObject({ screen: picture, screenAudio: sound })
    expect(picture).toMatchObject({ contentHint: 'detail' })
    media.stopScreen()
    expect([picture.stopped, sound.stopped]).toEqual([true, true])
    expect(screen()).toMatchObject({ video: null, audio: null })
  })

  test('stopped by the browser’s own bar is stopped', async () => {
    const [picture, sound] = [track('video'), track('audio')]
    browserThatShows(() => [picture, sound])
    media.attach()
    await media.startScreen()
    picture.onended?.(new Event('ended'))
    expect(screen()).toMatchObject({ video: null, audio: null, problem: null })
    expect(sound.stopped).toBe(true)
  })

  test.each([
    [new DOMException('Permission denied', 'NotAllowedError'), null],
    [new DOMException('Permission denied by system', 'NotAllowedError'), 'denied'],
    [new DOMException('Could not start', 'NotReadableError'), 'failed'],
  ])('%s leaves the problem %s', async (error, problem) => {
    browserThatShows(() => {
      throw error
    })
    media.attach()
    await media.startScreen()
    expect(screen()).toMatchObject({ asking: false, video: null, problem })
  })

  test('chosen after the page let go is not shown', async () => {
    const picture = track('video')
    let release = () => {}
    browserThatShows(() => {
      release()
      return [picture]
    })
    release = media.attach()
    await media.startScreen()
    expect(picture.stopped).toBe(true)
    expect(screen().video).toBeNull()
  })

  test('is not offered where the browser cannot', async () => {
    browserWith({})
    media.attach()
    expect(screen().offered).toBe(false)
    await media.startScreen()
    expect(screen()).toMatchObject({ asking: false, problem: null })
  })
})
