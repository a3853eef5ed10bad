import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from 'mediabunny'
import { afterAll, describe, expect, it } from 'vitest'
import { recordedTakes } from './fixture'
import { joinTakes } from './join'
import { readParts, type StoredPart } from './parts'

const folder = mkdtempSync(join(tmpdir(), 'colloquy-join-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
const newPath = () => join(folder, `file-${files++}`)

/** A part with these bytes. */
function part(data: Uint8Array): StoredPart {
  const path = newPath()
  writeFileSync(path, data)
  return { path, bytes: data.length }
}

async function run(
  takes: StoredPart[][],
  mimeType: 'video/webm' | 'video/mp4' = 'video/webm',
  patience = 3000,
) {
  const path = newPath()
  const made = await joinTakes({
    takes,
    mimeType,
    path,
    signal: new AbortController().signal,
    patience,
  })
  return { path, made }
}

/** What a player finds in a file. */
async function look(path: string) {
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS })
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()]
  if (!video || !audio) throw new Error('A track is missing.')
  const sizes = async (track: typeof video | typeof audio) => {
    const packets = []
    for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet)
    return packets
  }
  const found = {
    format: await input.getMimeType(),
    stated: await input.getDurationFromMetadata(),
    computed: await input.computeDuration(),
    video: await sizes(video),
    audio: await sizes(audio),
    seekTo: await new EncodedPacketSink(video).getKeyPacket(2.6),
  }
  input.dispose()
  return found
}

describe.each(['webm', 'mp4'] as const)('takes in %s', (format) => {
  const takes = recordedTakes(format)

  it('become one file of their whole length, that says it and can be sought in', async () => {
    const { path, made } = await run(takes, `video/${format}`)
    expect(made?.seconds).toBeGreaterThan(3.8)
    expect(made?.seconds).toBeLessThan(4.1)
    expect(made?.bytes).toBe(readFileSync(path).length)
    const file = await look(path)
    expect(file.format).toContain(`video/${format}`)
    expect(file.stated).toBeCloseTo(made?.seconds ?? 0, 1)
    expect(file.computed).toBeCloseTo(made?.seconds ?? 0, 1)
    // The second take's first picture is where a seek into it lands.
    expect(file.seekTo?.timestamp).toBeGreaterThan(2.3)
    for (const { timestamp, type } of [file.video[0], file.audio[0]].flatMap((first) => first ?? [])) {
      expect(timestamp).toBeLessThan(0.1)
      expect(type).toBe('key')
    }
  })

  it('lose nothing and change nothing', async () => {
    const whole = await look((await run(takes, `video/${format}`)).path)
    const [first, second] = await Promise.all(
      takes.map(async (take) => look((await run([take], `video/${format}`)).path)),
    )
    const data = (file: typeof whole | undefined, kind: 'video' | 'audio') =>
      file?.[kind].map((packet) => Buffer.from(packet.data).toString('base64')) ?? []
    for (const kind of ['video', 'audio'] as const) {
      expect(data(whole, kind)).toEqual([...data(first, kind), ...data(second, kind)])
    }
    const stamps = whole.audio.map(({ timestamp }) => timestamp)
    expect(stamps).toEqual([...stamps].sort((a, b) => a - b))
  })
})

describe('takes that are not whole', () => {
  const [first = [], second = []] = recordedTakes('webm')
  const bytes = Buffer.concat(first.map(({ path }) => readFileSync(path)))

  it('count up to where they break off', async () => {
    const { made } = await run([first.slice(0, -1), second])
    expect(made?.seconds).toBeGreaterThan(3.2)
    expect(made?.seconds).toBeLessThan(3.8)
  })

  it('are left out where nothing of them can be read', async () => {
    const { made } = await run([[part(Buffer.from('this is no recording'))], [], second])
    expect(made?.seconds).toBeCloseTo(1.45, 0)
  })

  it('are not left out because the thread that reads them is slow to begin', async () => {
    const began = performance.now()
    expect((await run([second])).made).not.toBeNull()
    // All but some milliseconds of it is the loading of code.
    const whole = performance.now() - began
    expect((await run([second], 'video/webm', whole / 2)).made).not.toBeNull()
  })

  it('are left out where the reader never comes to an end with them', async () => {
    const endless = Buffer.concat([bytes.subarray(0, bytes.length * 0.6), Buffer.alloc(200_000, 0x99)])
    const { made } = await run([[part(endless)], second])
    expect(made?.seconds).toBeGreaterThan(1)
  })

  it('are no file when none can be read', async () => {
    expect((await run([[part(Buffer.alloc(5000, 7))]])).made).toBeNull()
    expect((await run([])).made).toBeNull()
  })

  it('never make it fail, wherever they are cut and whatever is in them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length),
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 5 }),
        async (length, flips) => {
          const damaged = Buffer.from(bytes)
          for (const [at, value] of flips) damaged[at] = value
          const { made } = await run([[part(damaged.subarray(0, length))], second])
          expect(made === null || made.seconds > 0).toBe(true)
        },
      ),
      { numRuns: 10 },
    )
  }, 90_000)

  it('fail when the disk has lost a part', async () => {
    const gone = { path: join(folder, 'gone'), bytes: 5000 }
    await expect(run([[gone]])).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(run([[...first.slice(0, 2), gone]])).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(
      run([[...first, part(Buffer.alloc(0))], [{ ...gone, path: first[0]?.path ?? '' }]]),
    ).rejects.toThrow('shorter than it was')
  })
})

it('stops when it is told to', async () => {
  const controller = new AbortController()
  controller.abort(new Error('The server stops.'))
  const options = { takes: recordedTakes('webm'), mimeType: 'video/webm' as const, path: newPath() }
  await expect(joinTakes({ ...options, signal: controller.signal })).rejects.toThrow('The server stops.')
})

it('reads any range across parts as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 8 }),
      fc.nat(400),
      fc.nat(400),
      async (pieces, a, b) => {
        const whole = Buffer.concat(pieces)
        const start = Math.min(a, b) % whole.length
        const end = Math.min(whole.length, Math.max(a, b, start + 1))
        const reader = readParts(pieces.map(part))
        expect(Buffer.from(await reader.read(start, end))).toEqual(whole.subarray(start, end))
        await reader.close()
      },
    ),
    { numRuns: 30 },
  )
})
