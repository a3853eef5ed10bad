import type { Manifest } from './manifest'

/** What an archive holds, and what whoever keeps it has to know, in lines. */
export function summary({ tables, entries, missing, secret, version, createdAt }: Manifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const files = entries.filter(({ name }) => name.startsWith('files/'))
  const megabytes = entries.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6
  const lines = [
    `Colloquy ${version} as it was at ${createdAt}: ${rows} rows of ${tables.length} tables and ${files.length} files, ` +
      `${megabytes.toFixed(1)} MB.`,
    secret === 'APP_SECRET'
      ? 'APP_SECRET is not in the backup, and what is stored sealed cannot be opened without it: keep it as well.'
      : 'The secret of the installation is in the backup: whoever has the file has everything.',
  ]
  if (missing.length > 0) {
    const named = missing.map((name) => `  ${name.replace(/^files\//, '')}`)
    lines.push(
      `${missing.length} files were not in the data folder; they lie with another server, or are gone:`,
      ...named.slice(0, 20),
      ...(named.length > 20 ? ['  …'] : []),
    )
  }
  return lines.join('\n')
}
