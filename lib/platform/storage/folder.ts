import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'

/** Bytes that stay free on the disk, for the database above all. */
const keptFree = 512 * 1024 * 1024

/** The disk has no room for more. */
export class DiskFullError extends Error {
  override readonly name = 'DiskFullError'
}

/** Everything that belongs to a conversation's recordings on this machine. */
export const recordingsFolder = (conversationId: string) =>
  join(registry().env.DATA_DIR, 'recordings', conversationId)

export type Place = { conversationId: string; recordingId: string }

const folderOf = ({ conversationId, recordingId }: Place) =>
  join(recordingsFolder(conversationId), recordingId)

/** Where a part of a take lies. */
export const partPath = (place: Place, take: number, number: number) =>
  join(partsFolder(place), `${take}-${number}`)

/** Where all parts lie. */
export const partsFolder = (place: Place) => join(folderOf(place), 'parts')

/** Where the whole recording lies. */
export const filePath = (place: Place) => join(folderOf(place), 'recording')

/** Everything of a document on this machine. */
export const documentFolder = (documentId: string) => join(registry().env.DATA_DIR, 'documents', documentId)

/** Where an uploaded document lies. */
export const documentPath = (documentId: string) => join(documentFolder(documentId), 'file')

/** A name beside `path` that nobody else writes to. */
export const draftOf = (path: string) => `${path}.${rowId()}`

/**
 * Stores what comes in `body` as the file at `path`, once it has come whole and has `bytes` bytes. A file that is there
 * already is replaced at once.
 * @returns whether it had that many
 * @throws DiskFullError, or Error when the body breaks off
 */
export async function storeFile(body: ReadableStream, path: string, bytes: number): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const { bavail, bsize } = await statfs(dirname(path))
  if (bavail * bsize < keptFree + bytes) throw new DiskFullError('The disk is full.')
  const draft = draftOf(path)
  let size = 0
  const count = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.length
      if (size > bytes) done(new LongerError())
      else done(null, chunk)
    },
  })
  try {
    // Opened before the stream: one that opens by itself may do so after a body that broke at once was cleaned up.
    const file = await open(draft, 'wx', 0o600)
    await pipeline(Readable.fromWeb(body), count, file.createWriteStream())
    if (size < bytes) return false
    await moveTo(path, draft)
    return true
  } catch (error) {
    if (error instanceof LongerError) return false
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
      throw new DiskFullError('The disk is full.')
    }
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** More came than was said. */
class LongerError extends Error {}

/** A range of a file's bytes, both ends included. */
export type ByteRange = { start: number; end: number }

/**
 * The bytes of a file as a stream.
 * @throws Error when there is no such file
 */
export async function readFileRange(path: string, range: ByteRange): Promise<ReadableStream<Uint8Array>> {
  await stat(path)
  return Readable.toWeb(createReadStream(path, range))
}

/** Puts a finished draft in its place, at once. */
export const moveTo = (path: string, draft: string) => rename(draft, path)

/** Removes a file or a folder with all that is in it; what is not there is fine. */
export const remove = (path: string) => rm(path, { recursive: true, force: true })
