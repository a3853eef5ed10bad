import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog } from '@/lib/platform/log'
import { createEspeak } from '@/lib/studio/replica/tts/espeak'
import { wavFile } from '@/lib/studio/replica/tts/wav'

/** A WAV file of `text` spoken by a man in `language`, with `pause` seconds of silence after it; browsers play it as a microphone, again and again. */
export async function speechFile(text: string, pause: number, language = 'english'): Promise<string> {
  const synthesizer = createEspeak({ log: createLog('silent') })
  const { samples } = await synthesizer.synthesize(text, {
    language,
    voice: { variant: 'm3', pitch: 40, rate: 160, gender: 'male' },
  })
  synthesizer.close()
  const path = join(mkdtempSync(join(tmpdir(), 'colloquy-speech-')), 'speech.wav')
  const withPause = new Int16Array(samples.length + pause * 48_000)
  withPause.set(samples)
  writeFileSync(path, wavFile(withPause))
  return path
}
