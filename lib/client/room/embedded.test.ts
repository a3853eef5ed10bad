import { beforeEach, describe, expect, test, vi } from 'vitest'
import { framedRoom, origin, replica } from './embedded-fixture'

let at: ReturnType<typeof framedRoom>
beforeEach(() => {
  at = framedRoom()
})

describe('the handshake', () => {
  test('asks for the settings, says that it is there, and speaks to the one origin', () => {
    expect(at.posted.map(({ action }) => action)).toEqual([
      'iframe-ready-for-launch-config',
      'call-machine-initialized',
      'loaded',
    ])
    expect(at.posted[0]).toEqual({
      what: 'iframe-call-message',
      from: 'embedded',
      callClientId: 'id',
      action: 'iframe-ready-for-launch-config',
    })
    expect([...at.targets]).toEqual([origin])
  })

  test.each([
    ['another window', { source: {} }],
    ['another origin', { origin: 'https://host.example.evil' }],
  ])('does not listen to %s', (_, from) => {
    at.receive(
      {
        what: 'iframe-call-message',
        from: 'module',
        callClientId: 'id',
        action: 'join-meeting',
        properties: {},
      },
      from,
    )
    expect(at.join).not.toHaveBeenCalled()
  })

  test.each([
    { what: 'iframe-call-message', from: 'module', callClientId: 'other', action: 'join-meeting' },
    { what: 'iframe-call-message', from: 'embedded', callClientId: 'id', action: 'join-meeting' },
    { what: 'something', from: 'module', callClientId: 'id', action: 'join-meeting' },
    'join-meeting',
    null,
  ])('does not listen to %j', (message) => {
    at.receive(message)
    expect(at.join).not.toHaveBeenCalled()
  })

  test('stops listening when stopped', () => {
    at.embedded.stop()
    at.joinCall()
    expect(at.join).not.toHaveBeenCalled()
  })
})

describe('joining', () => {
  test('is announced with everybody, ours as local, and its stamp is answered', () => {
    at.joinCall({ token: 't', startAudioOff: 'yes' })
    expect(at.join).toHaveBeenCalledWith({ userName: 'Ada', token: 't' })
    expect(at.of('joined-meeting')).toEqual([])
    at.room.join()
    expect(at.of('access-state-updated')).toMatchObject([{ access: { level: 'full' } }])
    expect(at.of('joined-meeting')).toMatchObject([
      {
        participants: {
          local: { session_id: 'me', user_name: 'Ada', local: true, joined_at: new Date(10_000) },
          r: { user_id: 'tavus-replica-r1', local: false },
        },
      },
    ])
    expect(at.of('join-meeting')).toMatchObject([{ callbackStamp: 'join' }])
    expect(at.of('join-meeting')[0]).not.toHaveProperty('error')
    at.room.set({ participants: [replica] })
    expect(at.of('joined-meeting')).toHaveLength(1)
  })

  test('left before it was joined, it is refused and left', async () => {
    at.joinCall()
    at.call('leave-meeting')
    await vi.waitFor(() => expect(at.of('left-meeting')).toHaveLength(1))
    expect(at.of('join-meeting')).toMatchObject([{ callbackStamp: 'join', error: { type: 'not-allowed' } }])
  })

  test('a goodbye without any join is answered too', () => {
    at.call('leave-meeting')
    expect(at.of('left-meeting')).toHaveLength(1)
  })

  test('a call that a reload left behind is announced without being asked for', () => {
    at.room.join()
    at.embedded.resume(at.room.connection)
    expect(at.of('joined-meeting')).toHaveLength(1)
    at.joinCall()
    expect(at.join).not.toHaveBeenCalled()
    expect(at.of('joined-meeting')).toHaveLength(2)
  })
})

describe('errors', () => {
  const forbidden = ['no-room', 'connection-error', 'end-of-life']
  test.each([
    'unknown',
    'ended',
    'full',
    'not-allowed',
    'token-expired',
    'token-used',
    'busy',
    'protocol',
  ] as const)('a refusal with %s has a type that is not reported, and keeps the frame', (reason) => {
    at.joinCall()
    at.room.set({ status: { phase: 'refused', reason, message: '' } })
    const [error] = at.of('error')
    expect(error).toMatchObject({ preserveIframe: true, error: { details: { reason } } })
    const { type } = (error?.error ?? { type: '' }) as { type: string }
    expect(type).not.toBe('')
    expect(forbidden).not.toContain(type)
    expect(at.of('left-meeting')).toHaveLength(1)
  })

  test.each([
    ['max_call_duration reached', 'exp-room'],
    ['participant_left_timeout reached', 'exp-room'],
    ['end_conversation_endpoint_hit', 'ejected'],
  ])('an end by %s is %s, then left', (reason, type) => {
    at.joinCall()
    at.room.join()
    at.room.set({ status: { phase: 'ended', reason } })
    const last = at.posted.slice(-2)
    expect(last).toMatchObject([{ action: 'error', error: { type } }, { action: 'left-meeting' }])
  })
})
