import { mkdir } from 'node:fs/promises'
import type { SystemScope } from '@/lib/domain/scope'
import type { Document as Row } from '@/lib/platform/database/generated/client'
import type { Resolve } from '@/lib/platform/outbound'
import { openReader } from '@/lib/platform/reading/reader'
import { registry } from '@/lib/platform/registry'
import { documentFolder, documentPath, remove } from '@/lib/platform/storage/folder'
import { type ErrorCode, isUnderWay, mostTries } from '../rules/limits'
import { readAddress } from './address'
import { ReadingFailed } from './failure'
import { begun, type Outcome, progressed, storeFailure, storeReading } from './store'

/** What an effect says to do, how often that was tried, and when to leave off. */
export type ReadTask = { documentId: string; round: number; attempts: number; signal: AbortSignal }

/**
 * Fetches a document where it has an address, reads it, and stores what was understood, in the place of what was
 * understood before. Again for one that was read changes nothing.
 * @throws Error when it is worth trying again
 */
export async function readDocument(
  _system: SystemScope,
  { documentId, round, attempts, signal }: ReadTask,
  { resolve }: { resolve?: Resolve } = {},
): Promise<void> {
  const { database, log } = registry()
  const row = await database.document.findUnique({ where: { id: documentId } })
  // Deleted, and perhaps while it was read.
  if (!row) return await remove(documentFolder(documentId))
  if (row.round !== round || !isUnderWay(row.status)) return
  await begun(row)
  try {
    await storeReading(row, await outcomeOf(row, signal, resolve))
  } catch (error) {
    if (signal.aborted) throw signal.reason
    const { code, message, isLasting } = understood(error)
    if (!isLasting && attempts < mostTries) throw error
    if (code === 'contact_support') log.error({ error, document: documentId }, 'A document could not be read')
    await storeFailure(row, code, message)
  }
}

async function outcomeOf(row: Row, signal: AbortSignal, resolve: Resolve | undefined): Promise<Outcome> {
  const reader = openReader({ signal })
  try {
    if (row.url) {
      await mkdir(documentFolder(row.id), { recursive: true, mode: 0o700 })
      try {
        return await readAddress(row, row.url, { reader, signal, resolve })
      } finally {
        await remove(documentFolder(row.id))
      }
    }
    const reading = await reader.read(documentPath(row.id), (done, of) => void progressed(row, done / of))
    return { ...reading, bytes: Number(row.bytes), crawledUrls: [] }
  } finally {
    reader.close()
  }
}

/** Why it failed, in a code of the contract and in our words; and whether it would fail again. */
function understood(error: unknown): { code: ErrorCode; message: string; isLasting: boolean } {
  if (error instanceof ReadingFailed) return error
  if (error instanceof Error && error.name === 'UnreadableError' && 'code' in error) {
    return { code: error.code as ErrorCode, message: error.message, isLasting: true }
  }
  const message =
    'It could not be read, and it is not its fault. Whoever runs this server finds the cause in its log.'
  return { code: 'contact_support', message, isLasting: false }
}
