import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'
import { Pool, type QueryArrayResult, types } from 'pg'

const schemaPath = join(fileURLToPath(new URL('..', import.meta.url)), 'prisma', 'schema.prisma')
let loaded = false

/** Prisma's schema engine as WebAssembly: the native one would be downloaded from a host that may be out of reach. */
function loadEngine(): void {
  if (loaded) return
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm')
  const code = new WebAssembly.Module(readFileSync(join(entry, '..', 'schema_engine_bg.wasm')))
  const imports = { './schema_engine_bg.js': engine as unknown as WebAssembly.ModuleImports }
  const { exports } = new WebAssembly.Instance(code, imports)
  engine.__wbg_set_wasm(exports)
  ;(exports.__wbindgen_start as () => void)()
  loaded = true
}

/** PostgreSQL's type `"char"` (one byte, used in its catalogues) and, as a mark, one that the catalogues do not use. */
const [catalogueChar, mark] = [types.builtins.CHAR, types.builtins.UUID]

/**
 * The connection the engine reads the catalogues by. They have columns of type `"char"`, which adapter-pg does not know:
 * such columns pass it under another type and get their own back.
 */
function catalogueAdapter(pool: Pool): SqlMigrationAwareDriverAdapterFactory {
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<QueryArrayResult>
  const marked = async (...args: unknown[]) => {
    const result = await query(...args)
    for (const field of result.fields) if (field.dataTypeID === catalogueChar) field.dataTypeID = mark
    return result
  }
  const factory = new PrismaPg(Object.assign(pool, { query: marked }))
  const open = factory.connect.bind(factory)
  const connect = async () => {
    const adapter = await open()
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (question) => {
      const result = await queryRaw(question)
      const { Uuid, Character } = ColumnTypeEnum
      return { ...result, columnTypes: result.columnTypes.map((type) => (type === Uuid ? Character : type)) }
    }
    return adapter
  }
  return Object.assign(factory, { connect })
}

/** The SQL that turns the database behind `url` into what `prisma/schema.prisma` says; empty when it is that already. */
export async function schemaDiff(url: string): Promise<string> {
  loadEngine()
  const schema = { path: schemaPath, content: readFileSync(schemaPath, 'utf8') }
  const pool = new Pool({ connectionString: url, max: 1 })
  const adapter = bindMigrationAwareSqlAdapterFactory(catalogueAdapter(pool))
  const opened: SchemaEngine = await engine.SchemaEngine.new(
    { datamodels: [[schema.path, schema.content]] },
    () => {},
    adapter,
  )
  try {
    const { stdout } = await opened.diff({
      from: { tag: 'schemaDatasource', files: [schema], configDir: join(schemaPath, '..') },
      to: { tag: 'schemaDatamodel', files: [schema] },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    })
    const sql = stdout ?? ''
    return /^\s*(--.*\s*)?$/.test(sql) ? '' : sql
  } finally {
    opened.free()
    await pool.end()
  }
}
