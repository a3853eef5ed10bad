import { describe, expect, it, vi } from 'vitest'
import { ask, createUploads, Refused, type UploadWorld } from './recorder-upload'

type Sent = { address: string; body: string }

/** A server that answers as told, one answer after the other and then 204; waits pass at once and are noted. */
function world(answers: (number | Response | 'lost')[] = []) {
  const sent: Sent[] = []
  const waits: number[] = []
  const fake: UploadWorld = {
    async fetch(address, init) {
      sent.push({ address, body: init.body instanceof Blob ? await init.body.text() : String(init.body) })
      const answer = answers.shift() ?? 204
      if (answer === 'lost') throw new TypeError('no network')
      return typeof answer === 'number' ? new Response(null, { status: answer }) : answer
    },
    later(ms, wake) {
      waits.push(ms)
      queueMicrotask(wake)
    },
  }
  return { fake, sent, waits }
}
const refusal = (status: number, message: string, headers = {}) =>
  new Response(JSON.stringify({ message }), { status, headers })

describe('a question', () => {
  it('is asked again while the network or the server is away, waiting longer each time', async () => {
    const { fake, sent, waits } = world(['lost', 503, 'lost', 500, 503, 200])
    expect((await ask(fake, '/x', {}, () => true)).status).toBe(200)
    expect(sent).toHaveLength(6)
    expect(waits).toEqual([500, 1000, 2000, 4000, 5000])
  })

  it('waits as long as the server says', async () => {
    const { fake, waits } = world([refusal(429, 'too many', { 'retry-after': '7' })])
    await ask(fake, '/x', {}, () => true)
    expect(waits).toEqual([7000])
  })

  it('is not asked again when the server refuses', async () => {
    const { fake, sent } = world([refusal(409, 'This recording has ended.')])
    await expect(ask(fake, '/x', {}, () => true)).rejects.toEqual(new Refused('This recording has ended.'))
    expect(sent).toHaveLength(1)
  })
})

describe('parts', () => {
  const told = () => ({ refused: vi.fn(), sent: vi.fn() })

  it('go one after the other, in order, and are kept until they have arrived', async () => {
    const { fake, sent } = world(['lost', 204, 503])
    const events = told()
    const uploads = createUploads(fake, 'ticket', events)
    for (const text of ['one', 'two', 'three']) uploads.add(`/${text}`, new Blob([text]))
    expect(uploads.waiting()).toBe(11)
    await uploads.empty()
    expect(sent.map(({ body }) => body)).toEqual(['one', 'one', 'two', 'two', 'three'])
    expect(uploads.waiting()).toBe(0)
    expect(events.sent).toHaveBeenCalledTimes(3)
    uploads.add('/four', new Blob(['four']))
    await uploads.empty()
    expect(sent.at(-1)).toEqual({ address: '/four', body: 'four' })
  })

  it('are given up when the server does not take them', async () => {
    const { fake, sent } = world([refusal(409, 'It is full.')])
    const events = told()
    const uploads = createUploads(fake, 'ticket', events)
    uploads.add('/1', new Blob(['1']))
    uploads.add('/2', new Blob(['2']))
    await uploads.empty()
    uploads.add('/3', new Blob(['3']))
    await uploads.empty()
    expect(events.refused).toHaveBeenCalledExactlyOnceWith('It is full.')
    expect(sent).toHaveLength(1)
    expect(uploads.waiting()).toBe(0)
  })
})
