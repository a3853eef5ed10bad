import { Pool } from 'pg'

// What a list costs in a route handler of Next that does nothing but ask for it; see bench/list.bench.ts.
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 })
const statement = JSON.parse(process.env.FLOOR_STATEMENT ?? '{}')

export const dynamic = 'force-dynamic'

export async function GET() {
  const { rows } = await pool.query(statement)
  return Response.json({ data: rows })
}
