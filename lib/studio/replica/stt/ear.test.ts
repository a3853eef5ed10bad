import { describe, expect, it } from 'vitest'
import { echoOf, female, keys, longSpeech, male, melody, mixed, noise, overheard, speak } from './fixture'

const hush = (seconds: number) => new Int16Array(48_000 * seconds)
const sentences: [string, string][] = [
  ['english', 'Good morning. I would like to know how much the blue one costs, and when it can be here.'],
  ['german', 'Guten Tag. Ich wollte fragen, ob das Paket heute noch kommt.'],
  ['french', 'Bonjour, est-ce que vous pouvez me dire où se trouve la gare ?'],
  ['chinese', '你好,我想问一下明天的会议几点开始。'],
  ['arabic', 'صباح الخير، أريد أن أعرف متى يصل القطار.'],
  ['hindi', 'नमस्ते, मैं जानना चाहता हूँ कि यह कितने का है।'],
]

describe('an ear', () => {
  it.each(sentences)(
    'hears that somebody speaks %s, when they began and when they stopped',
    (language, text) => {
      for (const voice of language === 'english' ? [female, male] : [male]) {
        const { samples } = speak(text, { language, voice })
        const microphone = mixed(
          { sound: noise(samples.length / 48_000 + 3, -62) },
          { sound: samples, at: 1000 },
        )
        const { started, stopped } = overheard(microphone)
        const end = 1000 + samples.length / 48 - 260
        expect(started).toHaveLength(1)
        expect(started[0]).toBeGreaterThan(1000)
        expect(started[0]).toBeLessThan(1500)
        expect(stopped).toHaveLength(1)
        expect(Math.abs((stopped[0]?.at ?? 0) - (end + 600))).toBeLessThan(300)
        expect(Math.abs((stopped[0]?.duration ?? 0) - (end - 1000))).toBeLessThan(400)
      }
    },
  )

  it('hears speech in noise 15 dB below it', () => {
    const { samples } = speak(longSpeech, { language: 'english', voice: male })
    const { started } = overheard(mixed({ sound: noise(14, -35) }, { sound: samples, at: 3000 }))
    expect(started[0]).toBeGreaterThan(3000)
    expect(started[0]).toBeLessThan(3600)
  })

  it.each([
    ['silence', hush(6)],
    ['white noise', noise(8, -30)],
    ['noise that grows', mixed({ sound: noise(9, -50) }, { sound: noise(5, -28, 2), at: 4000 })],
    ['keys', keys(10, 8)],
    ['many keys', keys(10, 14, 3)],
    ['a tone', melody(5, { overtones: 1, chords: false, noteMs: 8000 })],
    ['a melody', melody(8, { overtones: 10, chords: false, noteMs: 300 })],
    ['a quick melody', melody(8, { overtones: 4, chords: false, noteMs: 120 })],
    ['chords', melody(8, { overtones: 5, chords: true, noteMs: 400 })],
  ])('takes %s for no speech', (_name, sound) => {
    expect(overheard(sound).started).toEqual([])
  })

  it('does not let noise that follows speech go on as speech', () => {
    const { samples } = speak('That is all I wanted to say.', { language: 'english', voice: male })
    const end = 1000 + samples.length / 48
    const { stopped } = overheard(
      mixed(
        { sound: noise(9, -62) },
        { sound: samples, at: 1000 },
        { sound: keys(5, 12), at: Math.round(end) },
      ),
    )
    expect(stopped).toHaveLength(1)
    expect(stopped[0]?.at).toBeLessThan(end + 2500)
  })

  it('records what was said, with what came just before it', () => {
    const { samples } = speak('That is all I wanted to say.', { language: 'english', voice: male })
    const { parts } = overheard(
      mixed({ sound: noise(6, -62) }, { sound: samples, at: 2000 }),
      undefined,
      true,
    )
    expect(parts).toHaveLength(1)
    const seconds = (parts[0]?.length ?? 0) / 16_000
    const spoken = samples.length / 48_000 - 0.26
    expect(seconds).toBeGreaterThan(spoken + 0.3)
    expect(seconds).toBeLessThan(spoken + 0.9)
  })

  it('records endless speech in parts of 30 seconds', () => {
    const { samples } = speak(longSpeech, { language: 'english', voice: male })
    const rounds = Math.ceil((70 * 48_000) / samples.length)
    const endless = new Int16Array(rounds * samples.length)
    for (let i = 0; i < rounds; i++) endless.set(samples, i * samples.length)
    const { started, parts } = overheard(endless.subarray(0, 70 * 48_000), undefined, true)
    expect(started).toHaveLength(1)
    expect(parts.map((part) => Math.round(part.length / 16_000))).toEqual([30, 30, 10])
  })
})

describe('an ear beside a loudspeaker', () => {
  const replica = speak(longSpeech, { language: 'english', voice: female }).samples.subarray(0, 48_000 * 7)
  const echoes = new Map<number, Int16Array>()
  const room = (delay: number, decibel: number) => {
    const echo = echoes.get(delay) ?? echoOf(replica, delay)
    echoes.set(delay, echo)
    return mixed({ sound: echo, decibel }, { sound: noise(7, -62, delay) })
  }

  it.each([20, 60, 100, 150, 200, 300])(
    'takes what the replica says, %d ms later, for no speech',
    (delay) => {
      for (const decibel of [-14, -20, -30]) {
        expect(overheard(room(delay, decibel), replica).started).toEqual([])
      }
    },
  )

  it('hears within 300 ms that somebody speaks at the same time', () => {
    const late: number[] = []
    let cases = 0
    for (const [i, text] of [
      'Wait, I have a question.',
      'No, I want the other one.',
      'Can you say that again?',
    ].entries()) {
      const user = speak(text, { language: 'english', voice: male }).samples
      for (const delay of [20, 150, 300]) {
        for (const decibel of [-20, -40]) {
          const at = 1500 + 1100 * i + delay
          const all = mixed({ sound: room(delay, decibel) }, { sound: user, at }).subarray(
            0,
            (at + 1500) * 48,
          )
          const [started = Number.POSITIVE_INFINITY] = overheard(all, replica).started
          cases += 1
          expect(started).toBeGreaterThan(at)
          expect(started).toBeLessThan(at + 1500)
          if (started > at + 300) late.push(started - at)
        }
      }
    }
    expect(late.length).toBeLessThanOrEqual(Math.floor(cases / 9))
  })

  it('hears that somebody stops although the replica goes on', () => {
    const user = speak('Wait, I have a question.', { language: 'english', voice: male }).samples
    const all = mixed({ sound: room(150, -20) }, { sound: user, at: 3000 })
    const { started, stopped } = overheard(all, replica)
    const end = 3000 + user.length / 48
    expect(started).toHaveLength(1)
    expect(stopped[0]?.at).toBeGreaterThan(end - 300)
    expect(stopped[0]?.at).toBeLessThan(end + 1500)
  })
})
