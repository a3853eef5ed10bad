import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog } from '@/lib/platform/log'
import { createEspeak } from '@/lib/studio/replica/tts/espeak'

/** A WAV file of `text` spoken by a man, with `pause` seconds of silence after it; browsers play it as a microphone, again and again. */
export async function speechFile(text: string, pause: number): Promise<string> {
  const synthesizer = createEspeak({ log: createLog('silent') })
  const { samples } = await synthesizer.synthesize(text, {
    language: 'english',
    voice: { variant: 'm3', pitch: 40, rate: 160, gender: 'male' },
  })
  synthesizer.close()
  const path = join(mkdtempSync(join(tmpdir(), 'colloquy-speech-')), 'speech.wav')
  const length = (samples.length + pause * 48_000) * 2
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(48_000, 24)
  header.writeUInt32LE(96_000, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(length, 40)
  const sound = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
  writeFileSync(path, Buffer.concat([header, sound, Buffer.alloc(length - sound.length)]))
  return path
}
