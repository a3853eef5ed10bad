import { readUsage, workspaceLimits } from '@/lib/domain/usage/queries'
import { workspaceLimits as limits, usage, usageQuery } from '@/lib/domain/usage/schema'
import { type Route, route } from '../route'

/** What was used, and what may be used. */
export const usageRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v2/usage',
    access: 'read',
    query: usageQuery,
    answer: usage,
    handle: ({ scope, query }) => readUsage(scope, query),
  }),
  route({
    method: 'GET',
    path: '/v2/limits',
    access: 'read',
    answer: limits,
    handle: ({ scope }) => workspaceLimits(scope),
  }),
]
