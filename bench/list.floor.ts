import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { Pool } from 'pg'

/** What a list costs in Hono when nothing is done but to ask for it; started by `list.bench.ts`, which is told the port. */
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 })
const statement = JSON.parse(process.env.FLOOR_STATEMENT ?? '{}')

const app = new Hono()
app.get('/list', async (context) => context.json({ data: (await pool.query(statement)).rows }))
const server = createServer(getRequestListener(app.fetch)).listen(0, '127.0.0.1', () =>
  process.send?.((server.address() as AddressInfo).port),
)
process.on('disconnect', () => process.exit(0))
