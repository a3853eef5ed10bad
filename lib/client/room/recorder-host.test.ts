import { expect, it, vi } from 'vitest'
import type { ToHost } from '@/lib/protocol/daily-iframe'
import type { Recorder } from './recorder'
import { recordingHost } from './recorder-host'
import type { RoomSnapshot } from './room-state'

const recorder = (problem: string | null = null) =>
  ({ start: vi.fn(async () => problem), stop: vi.fn(async () => {}) }) as unknown as Recorder & {
    stop: ReturnType<typeof vi.fn>
  }
const during = (by: string | null) =>
  ({
    sessionId: 'me',
    room: {
      recording: by === null ? null : { recording_id: 'r1', session_id: by, name: 'Ben', started_at: 5 },
    },
  }) as RoomSnapshot

function hosted(with_: Recorder | null = recorder()) {
  const posted: ToHost[] = []
  return { posted, host: recordingHost(with_, (message) => posted.push(message)) }
}

it('tells the host once that a recording began, and that it ended', () => {
  const { host, posted } = hosted()
  for (const by of [null, 'me', 'me', null, null]) host.tell(during(by))
  expect(posted).toEqual([
    { action: 'recording-started', local: false, recordingId: 'r1', startedBy: 'me', type: 'cloud' },
    { action: 'recording-stopped' },
  ])
})

it('says in words why it does not begin, with the instance of the call', async () => {
  const { host, posted } = hosted(recorder('This conversation was created without recording.'))
  await host.start({ instanceId: 'i1' })
  expect(posted).toEqual([
    {
      action: 'recording-error',
      errorMsg: 'This conversation was created without recording.',
      instanceId: 'i1',
    },
  ])
})

it('refuses kinds of recordings that it does not make', async () => {
  const { host, posted } = hosted()
  await host.start({ type: 'raw-tracks' })
  expect(posted).toMatchObject([
    { action: 'recording-error', errorMsg: expect.stringContaining('raw-tracks') },
  ])
})

it('stops our own recording and no other', async () => {
  const ours = recorder()
  const { host, posted } = hosted(ours)
  await host.stop(during('ben'))
  await host.stop(during(null))
  expect(ours.stop).not.toHaveBeenCalled()
  expect(posted.map((message) => 'errorMsg' in message && message.errorMsg)).toEqual([
    'Only Ben, who records, can stop it.',
    'Nothing is being recorded.',
  ])
  await host.stop(during('me'))
  expect(ours.stop).toHaveBeenCalledOnce()
})
