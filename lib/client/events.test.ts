import { expect, test } from 'vitest'
import { type Change, type Surroundings, watchChanges } from './events'

type Stream = ReturnType<Surroundings['openStream']>

/** One browser: its tabs share a lock and a channel; streams are opened and fed by hand. */
function makeBrowser({ locks = true } = {}) {
  const streams: (Stream & { closed: boolean; resync?: () => void })[] = []
  const channels = new Set<ReturnType<Surroundings['openChannel']>>()
  const pauses: (() => void)[] = []
  const waiting: (() => void)[] = []
  let held = false

  const take = async (work: () => unknown) => {
    held = true
    await work()
    held = false
    waiting.shift()?.()
  }
  const request = ((_name: string, { signal }: LockOptions, work: () => unknown) =>
    new Promise<void>((resolve, reject) => {
      const begin = () => void take(work).then(resolve)
      if (!held) return begin()
      waiting.push(begin)
      signal?.addEventListener('abort', () => {
        const place = waiting.indexOf(begin)
        if (place < 0) return
        waiting.splice(place, 1)
        reject(signal.reason)
      })
    })) as LockManager['request']

  const surroundings = (): Surroundings => ({
    locks: locks ? { request } : undefined,
    openChannel() {
      const channel: ReturnType<Surroundings['openChannel']> = {
        onmessage: null,
        close: () => channels.delete(channel),
        postMessage(data) {
          for (const other of channels) {
            if (other !== channel) other.onmessage?.call(other as BroadcastChannel, { data } as MessageEvent)
          }
        },
      }
      channels.add(channel)
      return channel
    },
    openStream() {
      const stream: (typeof streams)[number] = {
        readyState: 1,
        closed: false,
        onopen: null,
        onmessage: null,
        onerror: null,
        addEventListener: (_type: string, listener: unknown) => {
          stream.resync = listener as () => void
        },
        close() {
          stream.closed = true
        },
      }
      streams.push(stream)
      return stream
    },
    pause(_ms, then) {
      pauses.push(then)
      return () => pauses.splice(pauses.indexOf(then), 1)
    },
  })

  function openTab() {
    const heard: Change[] = []
    const close = watchChanges((change) => heard.push(change), surroundings())
    return { heard, close }
  }
  return { openTab, streams, pauses }
}

// A browser calls handlers with the whole object; ours use none of it.
const source = (stream: Stream) => stream as unknown as EventSource
const opened = (stream: Stream | undefined) => stream?.onopen?.call(source(stream), {} as Event)
const failed = (stream: Stream | undefined, readyState: number) =>
  stream?.onerror?.call(Object.assign(source(stream), { readyState }), {} as Event)
const said = (stream: Stream | undefined, text: string) =>
  stream?.onmessage?.call(source(stream), { data: text } as MessageEvent)
const say = (stream: Stream | undefined, data: unknown) => said(stream, JSON.stringify(data))

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))
const change = { topic: 'conversation', id: 'c0123456789abcde' }

test('three tabs share one stream, and all of them hear what it says', () => {
  const { openTab, streams } = makeBrowser()
  const tabs = [openTab(), openTab(), openTab()]
  expect(streams).toHaveLength(1)
  say(streams[0], change)
  for (const tab of tabs) expect(tab.heard).toEqual([change])
})

test('when the tab that holds the stream is closed, another takes over', async () => {
  const { openTab, streams } = makeBrowser()
  const first = openTab()
  const second = openTab()
  first.close()
  await settled()
  expect(streams.map((stream) => stream.closed)).toEqual([true, false])
  say(streams[1], change)
  expect(second.heard).toEqual([change])
  expect(first.heard).toEqual([])
})

test('a tab that waits and is closed takes nothing over', async () => {
  const { openTab, streams } = makeBrowser()
  const first = openTab()
  openTab().close()
  await settled()
  first.close()
  await settled()
  expect(streams).toHaveLength(1)
})

test('whenever a stream opens, every tab reads anew', () => {
  const { openTab, streams } = makeBrowser()
  const tabs = [openTab(), openTab()]
  opened(streams[0])
  streams[0]?.resync?.()
  for (const tab of tabs)
    expect(tab.heard).toEqual([{ topic: 'found' }, { topic: 'resync' }, { topic: 'resync' }])
})

test('a stream that is refused is tried again after a pause; one that reconnects by itself is left alone', () => {
  const { openTab, streams, pauses } = makeBrowser()
  const tab = openTab()
  failed(streams[0], 0)
  expect(pauses).toHaveLength(0)
  expect(tab.heard).toEqual([{ topic: 'lost' }])
  failed(streams[0], 2)
  // The reads that follow find out whether the session is over.
  expect(tab.heard.slice(1)).toEqual([{ topic: 'resync' }, { topic: 'lost' }])
  pauses[0]?.()
  expect(streams).toHaveLength(2)
})

test('on plain http, where browsers have no locks, each tab has its own stream', () => {
  const { openTab, streams } = makeBrowser({ locks: false })
  openTab()
  openTab()
  expect(streams).toHaveLength(2)
})

test('what is not understood is passed over', () => {
  const { openTab, streams } = makeBrowser()
  const tab = openTab()
  said(streams[0], 'not json')
  said(streams[0], '{"topic":5}')
  expect(tab.heard).toEqual([])
})
