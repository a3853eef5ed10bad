import { workspaceLimits } from '@/lib/domain/usage/queries/limits'
import { readMeterLog } from '@/lib/domain/usage/queries/meter-log'
import { listDays, readUsage } from '@/lib/domain/usage/queries/read-usage'
import { utcDay } from '@/lib/domain/usage/rules'
import {
  workspaceLimits as limits,
  type MeterEvent,
  meterLogQuery,
  type Usage,
  usage,
  usageQuery,
} from '@/lib/domain/usage/schema'
import { costOf } from '@/lib/domain/workspaces/rules'
import { registry } from '@/lib/platform/registry'
import { csvLine } from '../csv'
import { exampleLimits, exampleUsage } from '../openapi/examples'
import { type Route, route } from '../route'
import { streamOf } from '../stream'

/** A line for each day, or for each group of each day; seconds sum to those of the report. */
function csvOf({ days, groups, price }: Usage): string {
  const cost = (seconds: number) => (price ? [costOf(seconds, price.per_minute), price.currency] : [])
  const money = price ? ['cost', 'currency'] : []
  if (!groups) {
    const lines = days.map(({ day, seconds, conversations }) =>
      csvLine([day, seconds, conversations, ...cost(seconds)]),
    )
    return csvLine(['day', 'seconds', 'conversations', ...money]) + lines.join('')
  }
  const lines = days.flatMap((day) =>
    groups.flatMap(({ id, name }) => {
      const seconds = day.groups?.[id] ?? 0
      return seconds > 0 ? csvLine([day.day, id, name, seconds, ...cost(seconds)]) : []
    }),
  )
  return csvLine(['day', 'id', 'name', 'seconds', ...money]) + lines.join('')
}

async function* linesOf(events: AsyncGenerator<MeterEvent[]>) {
  for await (const batch of events) yield batch.map((event) => `${JSON.stringify(event)}\n`).join('')
}

/** What was used, and what may be used. */
export const usageRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v2/usage',
    access: 'read',
    query: usageQuery,
    answer: usage,
    reference: {
      id: 'getUsage',
      tag: 'Usage',
      summary: 'Read the usage of a period',
      description:
        'Whole seconds by UTC day, with the days before it to compare. Live conversations count up to now.',
      statuses: { 400: 'The period ends before it begins, or is too long.' },
      query: { from: '2026-01-19', to: '2026-01-20', group_by: 'persona' },
      answer: exampleUsage,
    },
    handle: ({ scope, query }) => readUsage(scope, query),
  }),
  route({
    method: 'GET',
    path: '/v2/usage/export',
    access: 'read',
    query: usageQuery,
    answer: null,
    reference: {
      id: 'exportUsage',
      tag: 'Usage',
      summary: 'Export the usage of a period',
      query: { from: '2026-01-19', to: '2026-01-20' },
      sends: { 'text/csv': 'A line for each day, or for each group of each day' },
    },
    async handle({ scope, query, request }) {
      const report = await readUsage(scope, query)
      const headers = {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="usage-${report.from}-${report.to}.csv"`,
        'cache-control': 'no-store',
      }
      return new Response(request.method === 'HEAD' ? null : csvOf(report), { headers })
    },
  }),
  route({
    method: 'GET',
    path: '/v2/usage/log',
    access: 'read',
    query: meterLogQuery,
    answer: null,
    reference: {
      id: 'exportUsageLog',
      tag: 'Usage',
      summary: 'Export what usage is made of',
      description:
        'When each conversation began and ended, those that were deleted included, a line of JSON each: enough to compute usage again (`docs/bill.md`). Of all that can have been live in the period.',
      statuses: { 400: 'The period ends before it begins, or is too long.' },
      query: { from: '2026-01-19', to: '2026-01-20' },
      sends: { 'application/x-ndjson': 'A line for each beginning and each end' },
    },
    async handle({ scope, query, request }) {
      const { from, to } = listDays(query, utcDay(registry().clock.now()))
      const headers = {
        'content-type': 'application/x-ndjson; charset=utf-8',
        'content-disposition': `attachment; filename="usage-log-${from}-${to}.jsonl"`,
        'cache-control': 'no-store',
      }
      if (request.method === 'HEAD') return new Response(null, { headers })
      return new Response(streamOf(linesOf(readMeterLog(scope, { from, to }))), { headers })
    },
  }),
  route({
    method: 'GET',
    path: '/v2/limits',
    access: 'read',
    answer: limits,
    reference: {
      id: 'getLimits',
      tag: 'Usage',
      summary: 'Read what the workspace may do now',
      description: 'Slots, minutes and budget, and which conversations hold the slots.',
      answer: exampleLimits,
    },
    handle: ({ scope }) => workspaceLimits(scope),
  }),
]
