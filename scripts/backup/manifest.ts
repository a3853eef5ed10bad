import * as z from 'zod'

/** The last entry of an archive: one that has it has come whole. */
export const manifestName = 'manifest.json'

/** Files of the data folder in the archive; no path leads out of it. */
const entryName = z
  .string()
  .regex(/^(rows\/\w+\/\d{6}|files(\/[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*)+)$/)

/** What an archive says of itself. A later product that writes another shape gives it another `format`. */
export const manifestSchema = z.object({
  format: z.literal(1, 'is not known to this version'),
  version: z.string(),
  createdAt: z.iso.datetime(),
  /** The schema that the rows have: the migrations that had been applied. */
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
  /** Whether what sealed columns are opened with is among the files, or is APP_SECRET, which is not. */
  secret: z.enum(['data folder', 'APP_SECRET']),
  /** Tells whether a secret is the same, and nothing else about it. */
  secretCheck: z.string(),
  /** The server in whose data folder the files lay; null: it had none. */
  instanceId: z.string().nullable(),
  /** In an order in which every row comes after those it refers to; the archive has them in the same. */
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int() })),
  entries: z.array(z.object({ name: entryName, bytes: z.int(), sha256: z.string() })),
  /** Files that rows name and that were not in the data folder. */
  missing: z.array(z.string()),
})

export type Manifest = z.infer<typeof manifestSchema>
