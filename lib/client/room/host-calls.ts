import type * as z from 'zod'
import {
  appMessageCall,
  type CallProperties,
  callProperties,
  type FromHost,
  inputDevicesCall,
  joinCall,
  outputDeviceCall,
  recordingCall,
  showLocalVideoCall,
  showNamesCall,
  switchCall,
  type ToHost,
  themeCall,
  updateParticipantCall,
  updateParticipantsCall,
  userDataCall,
  userNameCall,
} from '@/lib/protocol/daily-iframe'
import type { Connection } from './connection'
import { chosenDevices, toDailyDevice } from './daily-participant'
import type { DeviceKind, Media } from './media'
import type { RecordingHost } from './recorder-host'

/** What a host may change about how the room looks. */
export type HostView = {
  showNames?: boolean
  showLocalVideo?: boolean
  showLeaveButton?: boolean
  theme?: unknown
}

/** What the calls of a host act on. */
export type CallTarget = {
  conversationId: string
  media: Media
  recording: RecordingHost
  connection(): Connection | null
  post(message: ToHost): void
  /** Settles the promise behind a call. Harmless for calls that expect no answer. */
  answer(call: FromHost, result: object): void
  /** Tells the host how its own participant is now. */
  tellOwn(): void
  setUserData(userData: unknown): void
  join(call: FromHost, properties: CallProperties): void
  leave(): void
  show(view: HostView): void
  configured(properties: CallProperties): void
}

/** Everything a host may call, by the name of its action. */
export function hostCalls(target: CallTarget): Record<string, (call: FromHost) => void> {
  const { conversationId, media, connection, post, answer, tellOwn } = target

  /** Runs `act` on the arguments of a call when they have the right form; says so where an answer is waited for. */
  function read<Schema extends z.ZodType>(
    schema: Schema,
    act: (value: z.output<Schema>, call: FromHost) => void,
  ) {
    return (call: FromHost) => {
      const parsed = schema.safeParse(call)
      if (parsed.success) act(parsed.data, call)
      else answer(call, { error: failure(`${call.action}: ${parsed.error.issues[0]?.message}`) })
    }
  }

  async function switchDevice(kind: DeviceKind, on: boolean): Promise<void> {
    await media.set(kind, on)
    const { audio, video } = media.snapshot()
    const { problem } = kind === 'audio' ? audio : video
    tellOwn()
    if (!on || !problem) return
    const msg = `The ${kind === 'audio' ? 'microphone' : 'camera'} cannot be used (${problem}).`
    post({
      action: 'camera-error',
      errorMsg: { errorMsg: msg, audioOk: !audio.problem, videoOk: !video.problem },
      error: { type: deviceErrors[problem], msg },
    })
  }

  async function chooseInputs(
    { audioDeviceId, videoDeviceId }: z.infer<typeof inputDevicesCall>,
    call: FromHost,
  ): Promise<void> {
    const wanted = [
      ['audio', audioDeviceId],
      ['video', videoDeviceId],
    ] as const
    for (const [kind, id] of wanted) {
      if (id === false) await media.set(kind, false)
      else if (id !== undefined) await media.choose(kind, id)
    }
    tellOwn()
    const devices = chosenDevices(media.snapshot())
    answer(call, devices)
    post({ action: 'selected-devices-updated', devices })
  }

  /** Takes the next device of a kind after the one in use. */
  async function cycle(kind: DeviceKind, call: FromHost): Promise<void> {
    const { devices, [kind]: state } = media.snapshot()
    const ours = devices.filter((device) => device.kind === `${kind}input`)
    const at = ours.findIndex(({ deviceId }) => deviceId === state.deviceId)
    const next = ours[(at + 1) % ours.length]
    if (next) await media.choose(kind, next.deviceId)
    answer(call, { device: next ? toDailyDevice(next) : null })
  }

  async function shareScreen(): Promise<void> {
    await media.startScreen()
    const { video, problem } = media.snapshot().screen
    if (video) return
    post({ action: 'local-screen-share-canceled' })
    if (problem)
      post({ action: 'nonfatal-error', type: 'screen-share-error', errorMsg: 'The screen cannot be shared.' })
  }

  type Update = { setAudio?: boolean; setVideo?: boolean }
  /** Switches our own devices; nobody may switch those of others. */
  function update(id: string, { setAudio, setVideo }: Update): void {
    if (id !== 'local' && id !== connection()?.snapshot().sessionId) return
    if (setAudio !== undefined) void switchDevice('audio', setAudio)
    if (setVideo !== undefined) void switchDevice('video', setVideo)
  }

  return {
    'iframe-launch-config': read(callProperties, target.configured),
    'join-meeting': read(joinCall, ({ properties }, call) => target.join(call, properties)),
    'leave-meeting': target.leave,
    'local-audio': read(switchCall, ({ state }) => void switchDevice('audio', state)),
    'local-video': read(switchCall, ({ state }) => void switchDevice('video', state)),
    'app-msg': read(appMessageCall, ({ data, to }) => {
      if (connection()?.send(data, to)) return
      post({ action: 'nonfatal-error', type: 'app-message-error', errorMsg: 'The message was not sent.' })
    }),
    'update-participant': read(updateParticipantCall, ({ id, properties }) => update(id, properties)),
    'update-participants': read(updateParticipantsCall, ({ participants }) => {
      for (const [id, properties] of Object.entries(participants)) update(id, properties)
    }),
    'set-user-name': read(userNameCall, ({ name }, call) => {
      connection()?.rename(name)
      answer(call, { userName: name })
    }),
    'set-user-data': read(userDataCall, ({ userData }, call) => {
      target.setUserData(userData)
      tellOwn()
      answer(call, { userData })
    }),
    'set-show-names': read(showNamesCall, ({ mode }) => target.show({ showNames: mode === 'always' })),
    'set-show-local-video': read(showLocalVideoCall, ({ show }) => target.show({ showLocalVideo: show })),
    'set-theme': read(themeCall, ({ theme }) => target.show({ theme })),
    'lib-room-info': (call) =>
      answer(call, {
        id: conversationId,
        name: conversationId,
        config: { max_participants: connection()?.snapshot().room?.max_participants ?? null },
        domainConfig: {},
        tokenConfig: {},
      }),
    'get-calc-stats': (call) => answer(call, { stats: { latest: {} } }),
    'get-meeting-session': (call) => answer(call, { meetingSession: { id: conversationId } }),
    'get-daily-lang': (call) => answer(call, { lang: 'en', resolvedLang: 'en' }),
    'get-sidebar-view': (call) => answer(call, { view: null }),
    'enumerate-devices': (call) => answer(call, { devices: media.snapshot().devices.map(toDailyDevice) }),
    'get-input-devices': (call) => answer(call, chosenDevices(media.snapshot())),
    'set-input-devices': read(inputDevicesCall, (devices, call) => void chooseInputs(devices, call)),
    'set-output-device': read(outputDeviceCall, ({ outputDeviceId }, call) => {
      media.chooseSpeaker(outputDeviceId)
      answer(call, chosenDevices(media.snapshot()))
    }),
    'cycle-camera': (call) => void cycle('video', call),
    'cycle-mic': (call) => void cycle('audio', call),
    'local-screen-start': () => void shareScreen(),
    'local-screen-stop': () => media.stopScreen(),
    'local-recording-start': read(recordingCall, (call) => void target.recording.start(call)),
    'local-recording-stop': () => void target.recording.stop(connection()?.snapshot() ?? null),
    'daily-method-start-transcription': () =>
      post({ action: 'transcription-error', errorMsg: notHere('Transcription by the host') }),
    'daily-method-start-live-streaming': () =>
      post({ action: 'live-streaming-error', errorMsg: notHere('Live streaming') }),
  }
}

const notHere = (what: string) => `${what} is not available in this room.`

/** Why a call was not carried out. Hosts read `msg` or `message`, depending on the call. */
export const failure = (msg: string) => ({ type: 'not-supported', msg, message: msg })

/** The words of `camera-error` for what may be wrong with a device. */
const deviceErrors = {
  insecure: 'undefined-mediadevices',
  denied: 'permissions',
  unanswered: 'unknown',
  missing: 'not-found',
  busy: 'cam-mic-in-use',
  failed: 'unknown',
} as const
