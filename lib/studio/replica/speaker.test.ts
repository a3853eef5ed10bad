import { describe, expect, it } from 'vitest'
import { handClock } from '@/e2e/support/hand-clock'
import { createLog } from '@/lib/platform/log'
import { speaking } from '@/lib/protocol/interactions'
import { createPlayback } from '@/lib/studio/replica/playback'
import { createSpeaker, type SpeechNews, type Utterance } from '@/lib/studio/replica/speaker'
import { toneSynthesizer } from '@/lib/studio/replica/tts/fixture'

const utterance = (text: Utterance['text'], interruptible = true): Utterance => ({
  text,
  inferenceId: typeof text === 'string' ? text.slice(0, 3) : 'coming',
  turn: 1,
  interruptible,
})

function build() {
  const clock = handClock()
  const { synthesizer, asked, broken, wordless } = toneSynthesizer()
  const news: { id: string; news: SpeechNews }[] = []
  const audible: boolean[] = []
  const floor = { free: Promise.resolve() }
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
    mayBegin: () => floor.free,
  })
  const said: string[] = []
  const steps: string[] = []
  const say = (one: Utterance) =>
    speaker.say(one, {
      made: () => steps.push('made'),
      began: () => steps.push('began'),
      said: (spoken) => said.push(spoken),
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
  return { speaker, say, said, steps, floor, asked, broken, wordless, news, audible, pass, kinds, streamed }
}

/** A text whose parts are written by hand. */
function comingText() {
  const written: string[] = []
  let ended = false
  let more = () => {}
  async function* parts() {
    for (;;) {
      const part = written.shift()
      if (part !== undefined) yield part
      else if (ended) return
      else
        await new Promise<void>((resolve) => {
          more = resolve
        })
    }
  }
  return {
    parts: parts(),
    write(text: string) {
      written.push(text)
      more()
    },
    end() {
      ended = true
      more()
    },
  }
}

describe('the speaker', () => {
  it('tells when it begins, each word as it is spoken, and when it ends', async () => {
    const { say, pass, kinds, streamed, news, audible } = build()
    say(utterance('One two. Three four.'))
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
    const { speaker, say, pass, streamed, news } = build()
    say(utterance('One two three four five six.'))
    say(utterance('Later.'))
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
    const { speaker, say, pass, streamed } = build()
    say(utterance('Hello there.', false))
    await pass(60)
    speaker.interrupt()
    say(utterance('Answer.'))
    await pass(1000)
    expect(streamed().filter(({ final }) => final)).toMatchObject([
      { speech: 'Hello there.' },
      { speech: 'Answer.' },
    ])
    expect(streamed().some(({ is_interrupted }) => is_interrupted)).toBe(false)
  })

  it('has the greeting ready before it is needed, once', async () => {
    const { speaker, say, asked, pass } = build()
    speaker.prepare('Hello there. Nice to meet you.')
    await pass(20)
    expect(asked).toEqual(['Hello there.', 'Nice to meet you.'])
    say(utterance('Hello there. Nice to meet you.', false))
    await pass(1500)
    expect(asked).toHaveLength(2)
  })

  it('makes the next sentence while one is spoken, and no further', async () => {
    const { say, asked, pass } = build()
    say(utterance('First sentence here. Second sentence here. Third sentence here.'))
    await pass(50)
    expect(asked).toHaveLength(2)
    await pass(2000)
    expect(asked).toHaveLength(3)
  })

  it('shows the words of what cannot be spoken, and goes on', async () => {
    const { say, broken, pass, kinds, streamed } = build()
    broken.add('Broken.')
    say(utterance('Broken.'))
    say(utterance('Fine.'))
    await pass(500)
    expect(streamed()[0]).toMatchObject({ speech: 'Broken.', final: true })
    expect(kinds().filter((kind) => kind === 'started_speaking')).toHaveLength(1)
    expect(streamed().at(-1)).toMatchObject({ speech: 'Fine.', final: true })
  })

  it('shows a sentence in which its voice knows no words as soon as it is begun', async () => {
    const { say, wordless, pass, streamed } = build()
    wordless.add('Mmmm.')
    say(utterance('Mmmm. Two.'))
    await pass(30)
    expect(streamed().map(({ speech }) => speech)).toEqual(['Mmmm.'])
  })

  it('says nothing any more once stopped', async () => {
    const { speaker, say, news, pass } = build()
    say(utterance('One two three.'))
    speaker.stop()
    await pass(300)
    expect(news.filter(({ news: { event_type } }) => event_type.endsWith('streaming'))).toEqual([])
  })

  it('says a text while it comes, and tells what came of it', async () => {
    const { say, said, steps, asked, pass } = build()
    const { parts, write, end } = comingText()
    const result = say(utterance(parts))
    write('One two. Th')
    await pass(60)
    expect(asked).toEqual(['One two.'])
    expect(steps).toEqual(['made', 'began'])
    write('ree four.')
    await pass(400)
    // The last sentence may go on.
    expect(said).toEqual(['One two.'])
    end()
    await pass(500)
    expect(said).toEqual(['One two.', 'One two. Three four.'])
    const whole = 'One two. Three four.'
    expect(await result).toMatchObject({ whole, spoken: whole, interrupted: false })
    expect((await result).duration).toBeGreaterThan(300)
  })

  it('is cut while it waits for more of a text, or for its turn', async () => {
    const { speaker, say, pass } = build()
    const { parts, write } = comingText()
    const result = say(utterance(parts))
    const waiting = say(utterance('Later.'))
    write('One two. And')
    await pass(400)
    speaker.interrupt()
    expect(await result).toMatchObject({ whole: 'One two. And', spoken: 'One two.', interrupted: true })
    expect(await waiting).toEqual({ whole: 'Later.', spoken: '', interrupted: true, duration: null })
  })

  it('ends where a text breaks off', async () => {
    const { say, pass } = build()
    async function* breaking() {
      yield 'One two. Three'
      throw new Error('gone')
    }
    const result = say(utterance(breaking()))
    await pass(600)
    expect(await result).toMatchObject({ spoken: 'One two. Three', interrupted: false })
  })

  it('waits until it may begin, and can be cut meanwhile', async () => {
    const { speaker, say, steps, floor, pass } = build()
    let free = () => {}
    floor.free = new Promise((resolve) => {
      free = resolve
    })
    say(utterance('One.'))
    await pass(200)
    expect(steps).toEqual(['made'])
    free()
    await pass(20)
    expect(steps).toEqual(['made', 'began'])
    await pass(300)
    floor.free = new Promise(() => {})
    const cut = say(utterance('Two.'))
    await pass(50)
    speaker.interrupt()
    expect(await cut).toMatchObject({ spoken: '', interrupted: true, duration: null })
  })
})
