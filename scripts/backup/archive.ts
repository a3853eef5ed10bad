import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { type Readable, Transform } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { extract, type Pack, pack } from 'tar-stream'
import { type Manifest, manifestName, manifestSchema } from './manifest'

type Listed = Manifest['entries'][number]

export type ArchiveWriter = {
  add(name: string, bytes: Buffer): Promise<void>
  addFile(name: string, path: string): Promise<void>
  /** What was added so far. */
  entries: Listed[]
}

/**
 * Makes the archive at `path` of what `fill` adds, and of the manifest it gives back. It has its name once it is whole
 * and on the disk.
 * @throws Error in words when there is a file of that name
 */
export async function writeArchive(
  path: string,
  fill: (archive: ArchiveWriter) => Promise<Manifest>,
): Promise<Manifest> {
  if (await stat(path).catch(() => null)) throw new Error(`There is a file ${path} already.`)
  const draft = `${path}.partial`
  // Whoever has it has everything, the secret too.
  const file = await open(draft, 'w', 0o600)
  try {
    const tar = pack()
    const written = pipeline(tar, createGzip(), file.createWriteStream({ flush: true }))
    const filled = fillTar(tar, fill).catch((error: Error) => {
      tar.destroy(error)
      throw error
    })
    // Either may fail first, and takes the other with it.
    const [manifest] = await Promise.all([filled, written])
    await rename(draft, path)
    return manifest
  } finally {
    await rm(draft, { force: true })
  }
}

async function fillTar(tar: Pack, fill: (archive: ArchiveWriter) => Promise<Manifest>): Promise<Manifest> {
  const entries: Listed[] = []
  const add = async (name: string, bytes: Buffer) => {
    await put(tar, name, bytes)
    entries.push({ name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
  }
  const addFile = async (name: string, path: string) => {
    const { size } = await stat(path)
    const { through, result } = hashing()
    await pipeline(createReadStream(path), through, tar.entry({ name, size, mode: 0o600 }))
    entries.push({ name, ...result() })
  }
  const manifest = await fill({ add, addFile, entries })
  await put(tar, manifestName, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`))
  tar.finalize()
  return manifest
}

/** Resolves when the bytes have been taken: what is written is never far behind what is read. */
function put(tar: Pack, name: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry({ name, size: bytes.length, mode: 0o600 }, bytes, (error) =>
      error ? reject(error) : resolve(),
    )
  })
}

/** Lets bytes through, and knows afterwards how many they were and their hash. */
function hashing() {
  const hash = createHash('sha256')
  let bytes = 0
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  return { through, result: () => ({ bytes, sha256: hash.digest('hex') }) }
}

/**
 * The entries of an archive in their order. Each has to be read to its end before the next one comes.
 * @throws Error when the archive is cut short or damaged
 */
export async function* readArchive(path: string): AsyncGenerator<{ name: string; body: Readable }> {
  const unpack = extract()
  const source = createReadStream(path)
  // An error in it ends the loop below with the same error.
  const flowing = pipeline(source, createGunzip(), unpack)
  flowing.catch(() => {})
  try {
    // A stream of another make, which Node takes for one of its own.
    for await (const body of unpack) yield { name: body.header.name, body: body as unknown as Readable }
    await flowing
  } finally {
    source.destroy()
  }
}

/**
 * Reads a whole archive and compares it with what it says of itself.
 * @throws Error in words when anything is missing, damaged, or more than it should be
 */
export async function verifyArchive(path: string): Promise<Manifest> {
  const found: Listed[] = []
  let manifest: Manifest | undefined
  try {
    for await (const { name, body } of readArchive(path)) {
      if (manifest) throw new Error(`${name} stands behind the end`)
      if (name === manifestName) manifest = manifestSchema.parse(JSON.parse(await text(body)))
      else found.push({ name, ...(await hashOf(body)) })
    }
  } catch (error) {
    throw new Error(`${path} is no whole backup: ${(error as Error).message}. Nothing was changed.`, {
      cause: error,
    })
  }
  if (!manifest) throw new Error(`${path} is no whole backup: its end is missing. Nothing was changed.`)
  const written = (entries: Listed[]) =>
    entries.map(({ name, bytes, sha256 }) => `${name} ${bytes} ${sha256}`)
  const [is, should] = [written(found), written(manifest.entries)]
  const at = should.findIndex((line, number) => line !== is[number])
  if (at >= 0 || is.length !== should.length) {
    const name = manifest.entries[at]?.name ?? found.at(-1)?.name
    throw new Error(`${path} is damaged: ${name} is not what it was. Nothing was changed.`)
  }
  return manifest
}

async function hashOf(body: Readable): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of body) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: hash.digest('hex') }
}
