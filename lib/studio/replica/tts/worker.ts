import { parentPort } from 'node:worker_threads'
import type { Speech, Voice } from '@/lib/studio/replica/tts/port'
import { loadVoice } from '@/lib/studio/replica/tts/voice'

/** What the thread that made this one asks, and what it is told. */
export type VoiceOrder = { id: number; text: string; language: string; voice: Voice }
export type VoiceAnswer = { ready: true } | { id: number; speech: Speech } | { id: number; error: string }

/**
 * The thread in which speech is made: espeak-ng blocks while it works. The first sentences take ten times as long as
 * those that follow, because the machine code is still being made; so some are spoken to nobody.
 */
const warmUp = ['Hello there, how can I help you today?', 'Let me see what I can do, and tell you soon.']
const warmUpRounds = 8
const anybody: Voice = { variant: 'f2', pitch: 50, rate: 165, gender: 'female' }

const parent = parentPort
if (!parent) throw new Error('This file is the voice of the studio and runs in a thread of its own.')
const tell = (answer: VoiceAnswer, transfer: ArrayBuffer[] = []) => parent.postMessage(answer, transfer)

const speak = await loadVoice()
parent.on('message', ({ id, text, language, voice }: VoiceOrder) => {
  try {
    const speech = speak(text, { language, voice })
    const { samples, mouth } = speech
    tell({ id, speech }, [samples.buffer as ArrayBuffer, mouth.energy.buffer as ArrayBuffer])
  } catch (error) {
    // Memory that a fault has left behind cannot be trusted: the thread ends, and another one takes its place.
    if (error instanceof WebAssembly.RuntimeError) throw error
    tell({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
tell({ ready: true })
for (let round = 0; round < warmUpRounds; round++) {
  for (const text of warmUp) {
    speak(text, { language: 'english', voice: anybody })
    // Who asks meanwhile comes first.
    await new Promise(setImmediate)
  }
}
