import { describe, expect, it } from 'vitest'
import { handClock } from '@/e2e/support/hand-clock'
import { createLog } from '@/lib/platform/log'
import { speaking } from '@/lib/protocol/interactions'
import { createPlayback } from '@/lib/studio/replica/playback'
import { createSpeaker, type SpeechNews, type Utterance } from '@/lib/studio/replica/speaker'
import { toneSynthesizer } from '@/lib/studio/replica/tts/fixture'

const utterance = (text: string, interruptible = true): Utterance => ({
  text,
  inferenceId: text.slice(0, 3),
  turn: 1,
  interruptible,
})

function build() {
  const clock = handClock()
  const { synthesizer, asked, broken } = toneSynthesizer()
  const news: { id: string; news: SpeechNews }[] = []
  const audible: boolean[] = []
  const playback = createPlayback({
    room: { watchers: () => 0, publishAudio() {}, publishVideo() {} },
    painter: null,
    clock,
    log: createLog('silent'),
    played() {},
  })
  const speaker = createSpeaker({
    synthesizer,
    playback,
    voice: { variant: 'f1', pitch: 50, rate: 160, gender: 'female' },
    language: 'english',
    clock,
    log: createLog('silent'),
    tell: ({ inferenceId }, told) => news.push({ id: inferenceId, news: told }),
    changed: (now) => audible.push(now),
  })
  /** Moves time in steps, each with room for what waits. */
  async function pass(ms: number): Promise<void> {
    for (let step = 0; step < ms; step += 10) {
      clock.advance(10)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const kinds = () => news.map(({ news: { event_type } }) => event_type.replace('conversation.', ''))
  const streamed = () =>
    news.flatMap(({ news: told }) =>
      told.event_type === 'conversation.utterance.streaming' ? [told.properties] : [],
    )
  return { speaker, asked, broken, news, audible, pass, kinds, streamed }
}

describe('the speaker', () => {
  it('tells when it begins, each word as it is spoken, and when it ends', async () => {
    const { speaker, pass, kinds, streamed, news, audible } = build()
    speaker.say(utterance('One two. Three four.'))
    await pass(700)
    expect(kinds()).toEqual([
      'started_speaking',
      'replica.started_speaking',
      ...Array(5).fill('utterance.streaming'),
      'stopped_speaking',
      'replica.stopped_speaking',
    ])
    expect(streamed().map(({ speech }) => speech)).toEqual([
      'One',
      'One two.',
      'One two. Three',
      'One two. Three four.',
      'One two. Three four.',
    ])
    expect(streamed().map(({ content_index, final }) => [content_index, final])).toEqual([
      [0, false],
      [1, false],
      [2, false],
      [3, false],
      [4, true],
    ])
    const stopped = news.find(({ news: { event_type } }) => event_type === 'conversation.stopped_speaking')
    expect(stopped?.news.properties).toMatchObject({ role: 'replica', interrupted: false })
    const { duration } = speaking.shape.properties.parse(stopped?.news.properties) ?? {}
    expect(duration).toBeGreaterThan(0.3)
    expect(duration).toBeLessThan(0.7)
    expect(audible).toEqual([true, false])
  })

  it('is interrupted: what was spoken by then is told, and what waited is dropped', async () => {
    const { speaker, pass, streamed, news } = build()
    speaker.say(utterance('One two three four five six.'))
    speaker.say(utterance('Later.'))
    await pass(120)
    speaker.interrupt()
    await pass(500)
    const last = streamed().at(-1)
    expect(last).toMatchObject({ final: true, is_interrupted: true })
    expect(last?.speech).toBe('One two')
    expect(news.at(-1)?.news.properties).toMatchObject({ interrupted: true })
    expect(news.some(({ id }) => id === 'Lat')).toBe(false)
  })

  it('speaks a greeting to its end, whatever comes', async () => {
    const { speaker, pass, streamed } = build()
    speaker.say(utterance('Hello there.', false))
    await pass(60)
    speaker.interrupt()
    speaker.say(utterance('Answer.'))
    await pass(1000)
    expect(streamed().filter(({ final }) => final)).toMatchObject([
      { speech: 'Hello there.' },
      { speech: 'Answer.' },
    ])
    expect(streamed().some(({ is_interrupted }) => is_interrupted)).toBe(false)
  })

  it('has the greeting ready before it is needed, once', async () => {
    const { speaker, asked, pass } = build()
    speaker.prepare('Hello there. Nice to meet you.')
    await pass(20)
    expect(asked).toEqual(['Hello there.', 'Nice to meet you.'])
    speaker.say(utterance('Hello there. Nice to meet you.', false))
    await pass(1500)
    expect(asked).toHaveLength(2)
  })

  it('makes the next sentence while one is spoken, and no further', async () => {
    const { speaker, asked, pass } = build()
    speaker.say(utterance('First sentence here. Second sentence here. Third sentence here.'))
    await pass(50)
    expect(asked).toHaveLength(2)
    await pass(2000)
    expect(asked).toHaveLength(3)
  })

  it('shows the words of what cannot be spoken, and goes on', async () => {
    const { speaker, broken, pass, kinds, streamed } = build()
    broken.add('Broken.')
    speaker.say(utterance('Broken.'))
    speaker.say(utterance('Fine.'))
    await pass(500)
    expect(streamed()[0]).toMatchObject({ speech: 'Broken.', final: true })
    expect(kinds().filter((kind) => kind === 'started_speaking')).toHaveLength(1)
    expect(streamed().at(-1)).toMatchObject({ speech: 'Fine.', final: true })
  })

  it('says nothing any more once stopped', async () => {
    const { speaker, news, pass } = build()
    speaker.say(utterance('One two three.'))
    speaker.stop()
    await pass(300)
    expect(news.filter(({ news: { event_type } }) => event_type.endsWith('streaming'))).toEqual([])
  })
})
