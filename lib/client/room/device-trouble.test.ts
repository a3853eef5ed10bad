import type {
  DailyEventObjectCameraError,
  DailyEventObjectNonFatalError,
  DailyParticipant,
} from '@daily-co/daily-js'
import { describe, expect, it } from 'vitest'
import { cameraTrouble, isOver, otherTrouble } from './device-trouble'

const cameraError = (error: object | undefined, errorMsg?: object) =>
  ({ action: 'camera-error', error, errorMsg }) as unknown as DailyEventObjectCameraError

describe('a device that a room did not get', () => {
  it.each([
    [{ type: 'permissions', blockedMedia: ['video'] }, {}, { device: 'camera', reason: 'denied' }],
    [{ type: 'permissions', blockedMedia: ['audio', 'video'] }, {}, { device: 'both', reason: 'denied' }],
    [{ type: 'not-found', missingMedia: ['audio'] }, {}, { device: 'microphone', reason: 'missing' }],
    [{ type: 'constraints', failedMedia: ['video'] }, {}, { device: 'camera', reason: 'failed' }],
    [{ type: 'cam-in-use' }, { audioOk: false }, { device: 'camera', reason: 'busy' }],
    [{ type: 'mic-in-use' }, {}, { device: 'microphone', reason: 'busy' }],
    [{ type: 'cam-mic-in-use' }, {}, { device: 'both', reason: 'busy' }],
    [{ type: 'cam-mic-in-use' }, { audioOk: false, videoOk: true }, { device: 'microphone', reason: 'busy' }],
    [{ type: 'unknown' }, { audioOk: true, videoOk: false }, { device: 'camera', reason: 'failed' }],
  ])('is named by %j %j', (error, told, trouble) => {
    expect(cameraTrouble(cameraError(error, told))).toEqual(trouble)
  })

  it('is any, where the room does not say', () => {
    expect(cameraTrouble(cameraError(undefined))).toEqual({ device: 'both', reason: 'failed' })
  })

  it('is the screen where that cannot be shared, and none where something else went wrong', () => {
    const of = (type: string) => otherTrouble({ type } as DailyEventObjectNonFatalError)
    expect(of('screen-share-error')).toEqual({ device: 'screen', reason: 'failed' })
    expect(of('live-streaming-warning')).toBeNull()
  })

  it('is there again once its track is', () => {
    const tracks = (audio: string, video: string) =>
      ({ audio: { state: audio }, video: { state: video } }) as unknown as DailyParticipant['tracks']
    const over = (device: 'camera' | 'microphone' | 'both' | 'screen', now?: DailyParticipant['tracks']) =>
      isOver({ device, reason: 'denied' }, now)
    expect(over('microphone', tracks('playable', 'off'))).toBe(true)
    expect(over('camera', tracks('playable', 'off'))).toBe(false)
    expect(over('both', tracks('playable', 'off'))).toBe(false)
    expect(over('both', tracks('playable', 'sendable'))).toBe(true)
    expect(over('screen', tracks('playable', 'playable'))).toBe(false)
    expect(over('camera')).toBe(false)
  })
})
