import { Worker } from 'node:worker_threads'
import { type Clock, systemClock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { Speech, Synthesizer } from '@/lib/studio/replica/tts/port'
import { rememberSome } from '@/lib/studio/replica/tts/remembered'
import { sentencesOf } from '@/lib/studio/replica/tts/sentences'
import { inSequence } from '@/lib/studio/replica/tts/sequence'
import type { VoiceAnswer, VoiceOrder } from '@/lib/studio/replica/tts/worker'

/** Milliseconds for one piece. It takes some 40; a thread that takes this long has lost its way. */
const longestWork = 10_000
const ownProgram = new URL('./thread.mjs', import.meta.url)

type Options = {
  log: Log
  clock?: Clock
  /** The thread's program; another one in tests of its death. */
  program?: URL
}

type Job = { order: Omit<VoiceOrder, 'id'>; resolve(speech: Speech): void; reject(error: Error): void }

/**
 * The built-in voice: espeak-ng in a thread, which is loaded and warmed at once. Pieces of several texts take turns, so
 * that a long text holds up nobody. A thread that dies takes with it what it was saying, which is rejected; another one
 * goes on with the rest.
 */
export function createEspeak({ log, clock = systemClock, program = ownProgram }: Options): Synthesizer {
  const remembered = rememberSome()
  /** What is being made: what is asked for twice at a time is made once. */
  const underway = new Map<string, Promise<Speech>>()
  const waiting: Job[] = []
  let current: (Job & { id: number; late: { cancel(): void } }) | null = null
  let thread: { worker: Worker; ready: boolean } | null = null
  let lastId = 0
  let closed = false

  function start(): { worker: Worker; ready: boolean } {
    const worker = new Worker(program, { execArgv: [], name: 'voice' })
    const started = { worker, ready: false }
    let fault: Error | null = null
    worker.on('message', (answer: VoiceAnswer) => {
      if (thread !== started) return
      if ('ready' in answer) started.ready = true
      else settle(answer)
    })
    worker.on('error', (error) => {
      fault = error
    })
    worker.on('exit', (code) => {
      if (thread === started) died(started.ready, { code, error: fault })
    })
    return started
  }

  function died(wasReady: boolean, how: { code: number; error: Error | null }): void {
    thread = null
    if (closed) return
    log.error(how, 'The voice has died.')
    const lost = current
    lost?.late.cancel()
    current = null
    lost?.reject(new Error('The voice broke off while it made this sentence. Try again.'))
    if (!wasReady) {
      // What cannot start is not started again and again: the next text tries anew.
      for (const job of waiting.splice(0))
        job.reject(new Error('The voice cannot be started. The log says why.'))
      return
    }
    thread = start()
    next()
  }

  function next(): void {
    const job = current ? undefined : waiting.shift()
    if (!job) return
    thread ??= start()
    const { worker } = thread
    lastId += 1
    const late = clock.alarm(new Date(clock.now().getTime() + longestWork), () => worker.terminate())
    current = { ...job, id: lastId, late }
    worker.postMessage({ ...job.order, id: lastId } satisfies VoiceOrder)
  }

  function settle(answer: Exclude<VoiceAnswer, { ready: true }>): void {
    if (current?.id !== answer.id) return
    const { resolve, reject, late } = current
    current = null
    late.cancel()
    if ('speech' in answer) resolve(answer.speech)
    else reject(new Error(`The voice cannot say this: ${answer.error}`))
    next()
  }

  function speak(order: Omit<VoiceOrder, 'id'>): Promise<Speech> {
    if (closed) return Promise.reject(new Error('The voice is closed.'))
    return new Promise((resolve, reject) => {
      waiting.push({ order, resolve, reject })
      next()
    })
  }

  async function speakAll(
    text: string,
    { language, voice }: Omit<VoiceOrder, 'id' | 'text'>,
  ): Promise<Speech> {
    const spoken: { start: number; speech: Speech }[] = []
    for (const piece of sentencesOf(text, language)) {
      const speech = await speak({ text: piece.text, language: piece.language, voice })
      spoken.push({ start: piece.start, speech })
    }
    return inSequence(spoken, text.length)
  }

  thread = start()
  return {
    async synthesize(text, { language, voice }) {
      const key = [text, language, voice]
      const known = remembered.recall(key)
      if (known) return known
      const name = JSON.stringify(key)
      const speech = underway.get(name) ?? speakAll(text, { language, voice })
      underway.set(name, speech)
      try {
        const made = await speech
        remembered.keep(key, made)
        return made
      } finally {
        underway.delete(name)
      }
    },
    close() {
      closed = true
      const under = current ? [current, ...waiting.splice(0)] : waiting.splice(0)
      current?.late.cancel()
      current = null
      for (const job of under) job.reject(new Error('The voice is closed.'))
      thread?.worker.terminate()
      thread = null
    },
  }
}
