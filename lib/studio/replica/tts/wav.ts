const headerBytes = 44

/** Samples (one channel, 16 bits; `sampleRate` a second) as a WAV file (RIFF, PCM). */
export function wavFile(samples: Int16Array, sampleRate = 48_000): Buffer {
  const bytes = samples.length * 2
  const file = Buffer.alloc(headerBytes + bytes)
  file.write('RIFF', 0)
  file.writeUInt32LE(headerBytes - 8 + bytes, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(sampleRate, 24)
  file.writeUInt32LE(sampleRate * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(bytes, 40)
  for (const [index, sample] of samples.entries()) file.writeInt16LE(sample, headerBytes + index * 2)
  return file
}
