import { describe, expect, it } from 'vitest'
import { handClock } from '@/e2e/support/hand-clock'
import { createLog } from '@/lib/platform/log'
import type { Level } from '@/lib/protocol/mind'
import { chunkAt, echoOf, female, keys, longSpeech, male, mixed, noise, speak } from './fixture'
import { createHearing, type HeardTurn } from './hearing'

const said = (text: string, voice: typeof male | typeof female = male) =>
  speak(text, { language: 'english', voice }).samples
const silence = (ms: number) => new Int16Array(ms * 48)
/** Milliseconds that a made sentence goes on in silence. */
const pause = 260
const endOf = (sound: Int16Array) => sound.length / 48 - pause
const joined = (...sounds: Int16Array[]) => {
  let at = 0
  return mixed(
    ...sounds.map((sound) => {
      const part = { sound, at }
      at += sound.length / 48
      return part
    }),
  )
}
const replica = (() => {
  const round = said(longSpeech, female)
  return joined(round, round)
})()

/** A room in which somebody is heard; what each segment says is told by `words`, after `takesMs`. */
function room(given: {
  patience?: Level
  interruptibility?: Level
  language?: string
  words?: (index: number) => string
  takesMs?: number
}) {
  const { patience = 'medium', interruptibility = 'medium', language = 'english', takesMs = 0 } = given
  const clock = handClock()
  const start = clock.now().getTime()
  const at = () => clock.now().getTime() - start
  const turns: (HeardTurn & { at: number })[] = []
  const news: { what: 'started' | 'stopped' | 'interrupt' | 'hold' | 'release'; at: number }[] = []
  let segments = 0
  const hearing = createHearing({
    recognizer: {
      recognize() {
        const text = given.words?.(segments) ?? 'Some words, as long as they need to be.'
        segments += 1
        if (takesMs === 0) return Promise.resolve(text)
        return new Promise((resolve) => clock.alarm(new Date(start + at() + takesMs), () => resolve(text)))
      },
    },
    language,
    patience,
    interruptibility,
    clock,
    log: createLog('silent'),
    onStarted: () => news.push({ what: 'started', at: at() }),
    onStopped: () => news.push({ what: 'stopped', at: at() }),
    onInterrupt: () => news.push({ what: 'interrupt', at: at() }),
    onHold: (held) => news.push({ what: held ? 'hold' : 'release', at: at() }),
    onTurn(_sessionId, { began, endedAt, decidedAt, transcribedAt, ...turn }) {
      turns.push({
        ...turn,
        began: began - start,
        endedAt: endedAt - start,
        decidedAt: decidedAt - start,
        transcribedAt: transcribedAt - start,
        at: at(),
      })
    },
    onNotUnderstood() {},
  })
  async function listen(microphone: Int16Array, played: Int16Array = silence(0)) {
    for (let position = 0; position < microphone.length; position += 480) {
      const own = chunkAt(played, position)
      hearing.played(own)
      clock.advance(10)
      hearing.hear('a', chunkAt(microphone, position))
      await Promise.resolve()
      if (position % 48_000 === 0) await new Promise(setImmediate)
    }
  }
  const of = (what: (typeof news)[number]['what']) =>
    news.filter((each) => each.what === what).map((each) => each.at)
  return { hearing, turns, news, of, listen, segments: () => segments }
}

describe('the end of a turn', () => {
  it.each([
    ['low', 400],
    ['medium', 700],
    ['high', 1200],
  ] as const)('comes, with %s patience, after %d ms of silence', async (patience, ms) => {
    const { turns, of, listen } = room({ patience })
    const sentence = said('I would like to know how much the blue one costs.')
    await listen(mixed({ sound: noise(6, -62) }, { sound: sentence, at: 1000 }))
    const end = 1000 + endOf(sentence)
    expect(turns).toHaveLength(1)
    const [turn] = turns
    if (!turn) throw new Error('no turn')
    expect(Math.abs(turn.endedAt - end)).toBeLessThan(120)
    expect(turn.decidedAt - turn.endedAt).toBe(ms)
    expect(turn.at).toBe(turn.decidedAt)
    expect(turn.transcribedAt).toBeLessThanOrEqual(turn.decidedAt)
    expect(Math.abs(turn.began - 1000)).toBeLessThan(100)
    expect(turn.duration).toBe(turn.endedAt - turn.began)
    expect(turn.language).toBe('english')
    expect(of('started')).toHaveLength(1)
    expect((of('started')[0] ?? 9999) - 1000).toBeLessThanOrEqual(100)
  })

  it('joins what is said in parts, and parts what is not, as patient as it is', async () => {
    const parts = ['I would like to know', 'how much the blue one costs', 'and when it can be here.']
    const breaks = joined(
      said(parts[0] ?? ''),
      silence(300),
      said(parts[1] ?? ''),
      silence(650),
      said(parts[2] ?? ''),
      silence(2000),
    )
    const texts = async (patience: Level) => {
      const { turns, listen } = room({ patience, words: (i) => parts[i] ?? '' })
      await listen(joined(noise(1, -62), breaks))
      return turns.map(({ text }) => text)
    }
    expect(await texts('high')).toEqual([parts.join(' ')])
    expect(await texts('medium')).toEqual([`${parts[0]} ${parts[1]}`, parts[2]])
    expect(await texts('low')).toEqual(parts)
  })

  it('waits longer for what sounds unfinished', async () => {
    const { turns, listen } = room({ patience: 'low', words: () => 'I would like to have the' })
    const sentence = said('I would like to have the')
    await listen(joined(silence(1000), sentence, silence(2000)))
    expect(turns[0]?.decidedAt).toBe((turns[0]?.endedAt ?? 0) + 1000)
  })

  it('tells when the pause was long enough and when the words came, whichever was later', async () => {
    const { turns, listen } = room({ patience: 'low', takesMs: 900 })
    await listen(joined(silence(1000), said('What does it cost today?'), silence(3000)))
    const [turn] = turns
    expect(turn?.decidedAt).toBe((turn?.endedAt ?? 0) + 400)
    expect(turn?.transcribedAt).toBe((turn?.decidedAt ?? 0) + 900)
    expect(turn?.at).toBe(turn?.transcribedAt)
  })

  it('is no end when they go on while their words are being made out', async () => {
    const words = ['The first part.', 'The second part.']
    const { turns, listen } = room({ patience: 'low', takesMs: 900, words: (i) => words[i] ?? '' })
    await listen(
      joined(
        silence(500),
        said('This is the first part.'),
        silence(350),
        said('This is the second part.'),
        silence(3000),
      ),
    )
    expect(turns.map(({ text }) => text)).toEqual(['The first part. The second part.'])
  })

  it('follows what is tuned, and goes back', async () => {
    const sentence = joined(silence(500), said('What does it cost today?'), silence(3500))
    const { hearing, turns, listen } = room({ patience: 'medium' })
    hearing.tune({ pause: 'high' })
    await listen(sentence)
    hearing.tune({ pause: 'superlow' })
    await listen(sentence)
    hearing.tune({ pause: 'auto' })
    await listen(sentence)
    expect(turns.map(({ decidedAt, endedAt }) => decidedAt - endedAt)).toEqual([400, 2500, 700])
  })

  it('knows what language was said where several are', async () => {
    const words = [
      'Bonjour, je voudrais savoir où se trouve la gare.',
      'Oui.',
      'And now I say it in English.',
    ]
    const { turns, listen } = room({ language: 'multilingual', words: (i) => words[i] ?? '' })
    const sentence = joined(silence(500), said('It does not matter what is said here.'), silence(1500))
    await listen(joined(sentence, sentence, sentence))
    expect(turns.map(({ language }) => language)).toEqual(['french', 'french', 'english'])
  })

  it('ends no earlier than it began where the browser left off in the middle of it', async () => {
    const { hearing, turns, listen } = room({})
    const sentence = said('I would like to know how much the blue one costs.')
    hearing.recognition('a', true)
    await listen(joined(silence(500), sentence.subarray(0, 48_000)))
    hearing.recognition('a', false)
    await listen(joined(sentence.subarray(48_000), silence(1500)))
    expect(turns).toHaveLength(1)
    expect(turns[0]?.duration).toBeGreaterThanOrEqual(0)
    expect(Math.abs((turns[0]?.endedAt ?? 0) - 500 - endOf(sentence))).toBeLessThan(120)
  })

  it('drops what noise was taken for', async () => {
    const words = ['Thank you.', '…', 'Real words.']
    const { turns, listen, segments } = room({ words: (i) => words[i] ?? '' })
    // A grunt, too short for what was made of it.
    const grunt = said('You').subarray(0, 48 * 180)
    await listen(
      joined(
        silence(500),
        grunt,
        silence(1500),
        said('What is this?'),
        silence(1500),
        said('What is this?'),
        silence(1500),
      ),
    )
    expect(segments()).toBe(3)
    expect(turns.map(({ text }) => text)).toEqual(['Real words.'])
  })
})

describe('an interruption', () => {
  const stop = said('Wait, no, I would rather have the other one, please.')
  const onset = 3500
  const over = (sound: Int16Array, delay: number | null = null) => {
    const own = delay === null ? [] : [{ sound: echoOf(replica, delay), decibel: -25 }]
    return mixed({ sound: noise(6.5, -62) }, { sound, at: onset }, ...own).subarray(0, 6.5 * 48_000)
  }

  it.each([
    ['high', 60, 130],
    ['medium', 750, 1300],
    ['low', 900, 1700],
  ] as const)('takes, at %s, at least %d ms of a voice', async (interruptibility, least, most) => {
    const { of, listen } = room({ interruptibility })
    await listen(over(stop), replica)
    expect(of('interrupt')).toHaveLength(1)
    const late = (of('interrupt')[0] ?? 0) - onset
    expect(late).toBeGreaterThanOrEqual(least)
    expect(late).toBeLessThanOrEqual(most)
  })

  it.each(['Mhm.', 'Uh-huh.', 'Yeah.', 'Okay.', 'Right.'])('is not "%s", unless at high', async (word) => {
    for (const voice of [male, female]) {
      const { turns, of, listen } = room({ interruptibility: 'medium', words: () => word })
      await listen(over(said(word, voice)), replica)
      expect(of('interrupt')).toEqual([])
      expect(turns).toEqual([])
    }
    const high = room({ interruptibility: 'high', words: () => word })
    await high.listen(over(said(word)), replica)
    expect(high.of('interrupt')).toHaveLength(1)
    expect(high.turns.map(({ text }) => text)).toEqual([word])
  })

  it('by a short word that is no assent comes with its words', async () => {
    const { turns, of, listen } = room({ interruptibility: 'low', words: () => 'Stop.' })
    await listen(over(said('Stop.')), replica)
    expect(of('interrupt')).toEqual([])
    expect(turns.map(({ text }) => text)).toEqual(['Stop.'])
  })

  it.each([-100, 0, 200, 400])(
    'is no "yes" %d ms after the end of a question, which is a turn',
    async (gap) => {
      const asking = said('Of course. Would you like to have the small blue one today?', female)
      const yes = said('Yes.')
      const { turns, of, listen } = room({ interruptibility: 'medium', words: () => 'Yes.' })
      const at = 500 + endOf(asking) + gap
      await listen(
        mixed({ sound: noise((at + 2500) / 1000, -62) }, { sound: yes, at: Math.round(at) }),
        joined(silence(500), asking),
      )
      expect(of('interrupt')).toEqual([])
      expect(turns.map(({ text }) => text)).toEqual(['Yes.'])
    },
  )

  it('silences the replica at the first sound at high, and lets it go on when it was no voice', async () => {
    const { of, news, listen } = room({ interruptibility: 'high' })
    await listen(over(said('Stop that, please.')), replica)
    const [hold = 0] = of('hold')
    expect(hold - onset).toBeGreaterThan(0)
    expect(hold - onset).toBeLessThanOrEqual(80)
    expect(news.map(({ what }) => what).slice(0, 4)).toEqual(['hold', 'started', 'interrupt', 'release'])
    const struck = room({ interruptibility: 'high' })
    await struck.listen(mixed({ sound: noise(6.5, -62) }, { sound: keys(2, 3), at: onset }), replica)
    expect(struck.of('interrupt')).toEqual([])
    expect(struck.of('release')).toHaveLength(struck.of('hold').length)
    for (const [i, at] of struck.of('hold').entries())
      expect((struck.of('release')[i] ?? 9999) - at).toBeLessThanOrEqual(400)
    const medium = room({ interruptibility: 'medium' })
    await medium.listen(over(said('Stop that, please.')), replica)
    expect(medium.of('hold')).toEqual([])
  })

  it.each([60, 150])('is not what the replica says itself, %d ms later', async (delay) => {
    const { news, listen } = room({ interruptibility: 'high' })
    await listen(over(silence(10), delay), replica)
    expect(news).toEqual([])
  })

  it('is heard through the replica’s own echo', async () => {
    const { of, listen } = room({ interruptibility: 'high' })
    await listen(over(stop, 150), replica)
    expect((of('interrupt')[0] ?? 0) - onset).toBeGreaterThan(0)
    expect((of('interrupt')[0] ?? 0) - onset).toBeLessThanOrEqual(400)
  })

  it('follows what is tuned', async () => {
    const { hearing, of, listen } = room({ interruptibility: 'low' })
    hearing.tune({ interrupt: 'high' })
    await listen(over(said('No.')), replica)
    expect(of('interrupt')).toHaveLength(1)
    hearing.tune({ interrupt: 'superlow' })
    await listen(over(stop), replica)
    expect(of('interrupt').length).toBeLessThanOrEqual(2)
    hearing.tune({ interrupt: 'auto' })
    const before = of('interrupt').length
    await listen(over(said('No.')), replica)
    expect(of('interrupt')).toHaveLength(before)
  })
})
