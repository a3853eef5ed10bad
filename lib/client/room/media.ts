import type { UplinkTracks } from './peer'
import { createScreenShare, noScreen, type ScreenState } from './screen-share'

/** Why a device cannot be used. */
export type DeviceProblem =
  /** The page is neither HTTPS nor localhost, so the browser gives no device to it. */
  | 'insecure'
  | 'denied'
  /** The browser asks, and nobody has answered for 5 seconds. */
  | 'unanswered'
  | 'missing'
  /** Another program holds it. */
  | 'busy'
  | 'failed'

export type DeviceKind = 'audio' | 'video'

/** One device of ours: what is wanted, what runs, and why it does not. */
export type DeviceState = {
  on: boolean
  asking: boolean
  problem: DeviceProblem | null
  track: MediaStreamTrack | null
  /** Id of the device chosen; the browser's own choice when null. */
  deviceId: string | null
}

export type MediaSnapshot = {
  audio: DeviceState
  video: DeviceState
  screen: ScreenState
  /** Where others are to be heard; the system's own choice when null. */
  speakerId: string | null
  /** Those that can be chosen. */
  devices: MediaDeviceInfo[]
}

/** Microphone and camera of this browser. Nothing here ever throws at a caller: a problem is a state. */
export type Media = {
  /** The same object until something changes. */
  snapshot(): MediaSnapshot
  subscribe(listener: () => void): () => void
  /** Switches a device; the promise resolves when the browser has answered. */
  set(kind: DeviceKind, on: boolean): Promise<void>
  /** Both at once, with one question of the browser. */
  startBoth(): Promise<void>
  choose(kind: DeviceKind, deviceId: string): Promise<void>
  chooseSpeaker(deviceId: string): void
  /** Lets the person choose what to show; choosing nothing is no problem. */
  startScreen(): Promise<void>
  stopScreen(): void
  /** Watches for devices that come and go; returns what ends that and switches everything off. */
  attach(): () => void
}

/** Milliseconds after which an unanswered question of the browser is pointed out. */
const answerTimeout = 5000

const off: DeviceState = { on: false, asking: false, problem: null, track: null, deviceId: null }

/** Devices of this page, all switched off. Works in the browser only. */
export function createMedia(): Media {
  const listeners = new Set<() => void>()
  let current: MediaSnapshot = { audio: off, video: off, screen: noScreen, speakerId: null, devices: [] }
  let attached = false

  function change(fields: Partial<MediaSnapshot>): void {
    current = { ...current, ...fields }
    for (const listener of [...listeners]) listener()
  }
  const changeDevice = (kind: DeviceKind, fields: Partial<DeviceState>) =>
    change({ [kind]: { ...current[kind], ...fields } })

  const source = (): MediaDevices | undefined => navigator.mediaDevices

  async function list(): Promise<void> {
    const devices = await source()
      ?.enumerateDevices()
      .catch(() => [])
    if (!devices || !attached) return
    const usable = devices.filter(
      ({ deviceId, kind }) =>
        // Without a permission the browser lists devices without names or ids, of no use to anybody.
        deviceId !== '' && (kind !== 'audiooutput' || canChooseSpeaker()),
    )
    const { speakerId } = current
    const isThere = usable.some(({ kind, deviceId }) => kind === 'audiooutput' && deviceId === speakerId)
    change({ devices: usable, speakerId: isThere ? speakerId : null })
  }

  /** Asks the browser for `kinds`. Returns what went wrong, or null. */
  async function ask(kinds: DeviceKind[]): Promise<DeviceProblem | null> {
    const devices = source()
    if (!devices?.getUserMedia) return 'insecure'
    for (const kind of kinds) changeDevice(kind, { asking: true, problem: null })
    const pointOut = setTimeout(() => {
      for (const kind of kinds)
        if (current[kind].asking && current[kind].on) changeDevice(kind, { problem: 'unanswered' })
    }, answerTimeout)
    try {
      const stream = await devices.getUserMedia({
        audio: kinds.includes('audio') && {
          ...constraint(current.audio.deviceId),
          echoCancellation: true,
          noiseSuppression: true,
          autoGainControl: true,
        },
        video: kinds.includes('video') && { ...constraint(current.video.deviceId), ...picture },
      })
      for (const track of stream.getTracks()) take(track)
      return null
    } catch (error) {
      return problemOf(error)
    } finally {
      clearTimeout(pointOut)
      for (const kind of kinds) changeDevice(kind, { asking: false })
    }
  }

  function take(track: MediaStreamTrack): void {
    const kind = track.kind === 'audio' ? 'audio' : 'video'
    // Switched off, or the page left, while the browser was asking.
    if (!attached || !current[kind].on) {
      track.stop()
      return
    }
    current[kind].track?.stop()
    // Unplugged, or taken away by the browser.
    track.onended = () => {
      if (current[kind].track === track) void replaceLost(kind)
    }
    changeDevice(kind, {
      track,
      problem: null,
      deviceId: track.getSettings().deviceId ?? current[kind].deviceId,
    })
  }

  /** The device was unplugged: another one takes its place where there is one. */
  async function replaceLost(kind: DeviceKind): Promise<void> {
    changeDevice(kind, { on: false, track: null, problem: 'missing', deviceId: null })
    if ((await permissionOf(kind)) === 'denied') return changeDevice(kind, { problem: 'denied' })
    await list()
    const wanted = kind === 'audio' ? 'audioinput' : 'videoinput'
    if (attached && current.devices.some((device) => device.kind === wanted)) await start([kind])
  }

  const screen = createScreenShare({
    current: () => current.screen,
    change: (fields) => change({ screen: { ...current.screen, ...fields } }),
    isWanted: () => attached,
  })

  function refuse(kinds: DeviceKind[], problem: DeviceProblem): void {
    for (const kind of kinds) changeDevice(kind, { on: false, problem })
  }

  async function start(kinds: DeviceKind[]): Promise<void> {
    for (const kind of kinds) changeDevice(kind, { on: true })
    const problem = await ask(kinds)
    if (!attached) return
    if (problem) {
      const others = kinds.length > 1 ? await worthAskingFor(kinds, problem) : []
      refuse(
        kinds.filter((kind) => !others.includes(kind)),
        problem,
      )
      for (const kind of others) await start([kind])
    }
    await list()
  }

  function switchOff(kind: DeviceKind): void {
    current[kind].track?.stop()
    changeDevice(kind, { on: false, track: null, problem: null })
  }

  async function set(kind: DeviceKind, on: boolean): Promise<void> {
    if (!on) return switchOff(kind)
    if (!current[kind].on) await start([kind])
  }

  return {
    snapshot: () => current,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set,
    startBoth: () => start(['audio', 'video']),
    async choose(kind, deviceId) {
      const { on } = current[kind]
      changeDevice(kind, { deviceId })
      if (on) await start([kind])
    },
    chooseSpeaker: (deviceId) => change({ speakerId: deviceId }),
    startScreen: screen.start,
    stopScreen: screen.stop,
    attach() {
      attached = true
      const offered = typeof source()?.getDisplayMedia === 'function'
      change({ screen: { ...current.screen, offered } })
      const listAgain = () => void list()
      source()?.addEventListener('devicechange', listAgain)
      return () => {
        attached = false
        source()?.removeEventListener('devicechange', listAgain)
        switchOff('audio')
        switchOff('video')
        screen.stop()
      }
    },
  }
}

/** What is sent of our devices and screen. */
export const sentBy = ({ audio, video, screen }: MediaSnapshot): UplinkTracks => ({
  microphone: audio.track,
  camera: video.track,
  screen: screen.video,
  screenAudio: screen.audio,
})

/** Enough for tiles, and little for the studio, which encodes it again for everybody. */
const picture = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24, max: 30 } }

const canChooseSpeaker = () =>
  typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype

const constraint = (deviceId: string | null) => (deviceId ? { deviceId: { ideal: deviceId } } : {})

/** One device that fails must not take the other with it: which to ask for alone after asking for all failed. */
async function worthAskingFor(kinds: DeviceKind[], problem: DeviceProblem): Promise<DeviceKind[]> {
  if (problem === 'insecure') return []
  if (problem !== 'denied') return kinds
  const states = await Promise.all(kinds.map(permissionOf))
  // Whoever has just refused both is not asked again.
  return states.includes('denied') ? kinds.filter((_, index) => states[index] !== 'denied') : []
}

async function permissionOf(kind: DeviceKind): Promise<PermissionState | null> {
  const name = kind === 'audio' ? 'microphone' : 'camera'
  return navigator.permissions
    .query({ name: name as PermissionName })
    .then(({ state }) => state)
    .catch(() => null)
}

/** What an error of `getUserMedia` means for a person. */
export function problemOf(error: unknown): DeviceProblem {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied'
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing'
    case 'NotReadableError':
    case 'AbortError':
      return 'busy'
    default:
      return 'failed'
  }
}
