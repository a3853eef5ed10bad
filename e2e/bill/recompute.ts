import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { readMeterLog } from '@/lib/domain/usage/queries/meter-log'
import { readUsage } from '@/lib/domain/usage/queries/read-usage'
import { dayStart, utcDay } from '@/lib/domain/usage/rules'
import type { UsageGroup } from '@/lib/domain/usage/schema'

const program = join(import.meta.dirname, '../../docs/bill.mjs')
/** As many days as one report of usage may have. */
const longest = 366
const dayMs = 86_400_000

/** A sum by day and group: `2026-01-31 pdced222244b`. */
export type Sums = Map<string, number>

/** What the independent program makes of the log of a workspace; its seconds, and conversations by day. */
export async function recomputed(
  scope: WorkspaceScope,
  by: UsageGroup,
  { from, to, until }: { from: string; to: string; until: Date },
): Promise<{ seconds: Sums; conversations: Sums }> {
  const words = [program, '--by', by, '--from', from, '--to', to, '--until', until.toISOString()]
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'] })
  const printed = text(child.stdout)
  for await (const events of readMeterLog(scope, { from, to })) {
    const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('')
    if (!child.stdin.write(lines)) await once(child.stdin, 'drain')
  }
  child.stdin.end()
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode]
  if (code !== 0) throw new Error(`The program ended with ${code}.`)
  const seconds: Sums = new Map()
  const conversations: Sums = new Map()
  for (const line of (await printed).trim().split('\n').slice(1)) {
    const [day = '', id = '', used, began] = line.split(',')
    if (Number(used) > 0) seconds.set(`${day} ${id}`, Number(used))
    conversations.set(day, (conversations.get(day) ?? 0) + Number(began))
  }
  return { seconds, conversations }
}

/** What the product says of the same days, which may be more than fit into one report. */
export async function reported(
  scope: WorkspaceScope,
  by: UsageGroup,
  { from, to }: { from: string; to: string },
): Promise<{ seconds: Sums; conversations: Sums }> {
  const seconds: Sums = new Map()
  const conversations: Sums = new Map()
  for (let start = dayStart(from).getTime(); start <= dayStart(to).getTime(); start += longest * dayMs) {
    const end = Math.min(start + (longest - 1) * dayMs, dayStart(to).getTime())
    const period = { from: utcDay(new Date(start)), to: utcDay(new Date(end)) }
    const { days } = await readUsage(scope, { ...period, group_by: by })
    for (const { day, groups = {}, conversations: began } of days) {
      for (const [id, used] of Object.entries(groups)) seconds.set(`${day} ${id}`, used)
      conversations.set(day, began)
    }
  }
  return { seconds, conversations }
}

/** Where two lots of sums differ, a line each. */
export function differences(mine: Sums, theirs: Sums): string[] {
  return [...new Set([...mine.keys(), ...theirs.keys()])]
    .filter((place) => (mine.get(place) ?? 0) !== (theirs.get(place) ?? 0))
    .map((place) => `${place}: recomputed ${mine.get(place) ?? 0}, told ${theirs.get(place) ?? 0}`)
}
