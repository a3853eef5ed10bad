import { link, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase } from 'pg'
import { isAlive } from '@/lib/platform/database/process'
import { documentPath, filePath, partPath } from '@/lib/platform/storage/folder'

type RecordingRow = { conversationId: string; recordingId: string }
type PartRow = RecordingRow & { take: number; number: number }

/** Where the files lie that rows name: uploaded documents, recordings, and parts of those that are no file yet. */
export async function namedFiles(client: ClientBase): Promise<string[]> {
  const { rows: documents } = await client.query<{ id: string }>('select id from documents where url is null')
  const { rows: recordings } = await client.query<RecordingRow>(
    `select conversation_id as "conversationId", r.id as "recordingId"
     from recordings r join conversations c on c.id = conversation_id
     where r.bytes is not null and r.bucket is null and c.deleted_at is null`,
  )
  const { rows: parts } = await client.query<PartRow>(
    `select conversation_id as "conversationId", r.id as "recordingId", take, number
     from recording_parts join recordings r on r.id = recording_id join conversations c on c.id = conversation_id
     where stored_at is not null and r.bytes is null and c.deleted_at is null`,
  )
  return [
    ...documents.map(({ id }) => documentPath(id)),
    ...recordings.map((place) => filePath(place)),
    ...parts.map(({ take, number, ...place }) => partPath(place, take, number)),
  ]
}

/** A file as it was when it was held: `path` is its own, `held` where it can be read for as long as it is held. */
type Held = { path: string; held: string }

/**
 * Keeps the files at `paths` readable until `release`, though the server removes them meanwhile: a second name for each
 * in the data folder, which takes no room. Where the disk knows no second names, the files are read where they are.
 */
export async function holdFiles(
  dataDir: string,
  paths: string[],
): Promise<{ files: Held[]; missing: string[]; release(): Promise<void> }> {
  await removeStale(dataDir)
  const folder = join(dataDir, `backup.${process.pid}`)
  const files: Held[] = []
  const missing: string[] = []
  if (paths.length > 0) await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const [number, path] of paths.entries()) {
    const held = join(folder, String(number))
    const linked = await link(path, held).then(
      () => true,
      () => false,
    )
    if (linked) files.push({ path, held })
    else if (await stat(path).catch(() => null)) files.push({ path, held: path })
    else missing.push(path)
  }
  return { files, missing, release: () => rm(folder, { recursive: true, force: true }) }
}

/** What backups left that died. */
async function removeStale(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir).catch(() => [])) {
    const pid = /^backup\.(\d+)$/.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) await rm(join(dataDir, name), { recursive: true, force: true })
  }
}
