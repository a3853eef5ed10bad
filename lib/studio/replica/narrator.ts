import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { Passage } from '@/lib/protocol/mind'
import type { Memory } from '@/lib/studio/replica/memory'
import type { Speaker, Utterance } from '@/lib/studio/replica/speaker'
import type { Tell } from '@/lib/studio/replica/telling'
import { citedIn } from '@/lib/studio/replica/thinker'
import type { Transcript } from '@/lib/studio/replica/transcript'
import type { Speech } from '@/lib/studio/replica/tts/port'
import type { Turns } from '@/lib/studio/replica/turns'

/** Which inference of which turn something belongs to. */
export type About = { inferenceId: string; turn: number }

type How = {
  /** The greeting is spoken to its end. */
  interruptible?: boolean
  /** Is heard in place of the text, which is then empty. */
  sound?: Speech
  /** What documents said of it: those that it names are its sources. */
  passages?: Passage[]
  /** It was cut, so that nobody wants the rest of it. */
  whenCut?(): void
}

/** Says things, and sees to it that what was said of them is recorded, remembered and told. */
export type Narrator = {
  /** Says something after what is being said. */
  speak(about: About, text: Utterance['text'], how?: How): void
  /** Resolves when nothing is being said. */
  settled(): Promise<void>
}

type Options = {
  name: string
  speaker: Speaker
  transcript: Transcript
  memory: Memory
  turns: Turns
  tell: Tell
  clock: Clock
  log: Log
}

/** The narrator of a replica that is named `name`. */
export function createNarrator(options: Options): Narrator {
  const { name, speaker, transcript, memory, turns, tell, clock, log } = options
  const saying = new Set<Promise<unknown>>()

  async function say(about: About, text: Utterance['text'], how: How): Promise<void> {
    const { interruptible = true, sound, passages = [], whenCut } = how
    const remembered = memory.speaking()
    if (typeof text === 'string') remembered.intends(text)
    let seq: number | null = null
    /** Its place among the lines is where it began to be heard, though it is recorded when a sentence has ended. */
    let began = { seq: null as number | null, at: clock.now() }
    const record = (spoken: string, more: Parameters<Transcript['change']>[1]) => {
      if (seq !== null) transcript.change(seq, { text: spoken, ...more })
      else if (spoken.trim()) {
        const line = { role: 'replica' as const, speaker: name, text: spoken, ...about, ...more }
        seq = transcript.add({ ...line, at: began.at, seq: began.seq ?? transcript.number() }).seq
      }
    }
    const { whole, spoken, interrupted, duration } = await speaker.say(
      {
        ...about,
        interruptible,
        ...(sound && { sound }),
        text: typeof text === 'string' ? text : intended(text, remembered),
      },
      {
        made: () => turns.reached(about.inferenceId, 'voice'),
        began() {
          began = { seq: transcript.number(), at: clock.now() }
          turns.reached(about.inferenceId, 'sending')
        },
        said: (spoken) => record(spoken, {}),
      },
    )
    if (interrupted) {
      remembered.cutAt(spoken)
      whenCut?.()
    }
    record(spoken, { duration, interrupted, sources: citedIn(whole, passages) })
    if (!whole.trim()) return
    tell(about, {
      event_type: 'conversation.utterance',
      properties: {
        role: 'replica',
        speech: whole,
        ...(interrupted && { interrupted, spoken }),
        speaker: name,
        ...(seq !== null && { line: seq }),
      },
    })
  }

  return {
    speak(about, text, how = {}) {
      const one = say(about, text, how)
        .catch((error) => log.error({ error }, 'What the replica said was not recorded.'))
        .finally(() => saying.delete(one))
      saying.add(one)
    },
    async settled() {
      await Promise.all(saying)
    },
  }
}

/** The parts as they come, which the memory takes for said. */
async function* intended(parts: AsyncIterable<string>, remembered: { intends(text: string): void }) {
  let text = ''
  for await (const part of parts) {
    text += part
    remembered.intends(text)
    yield part
  }
}
