import type { Role } from '../scope'

/** What the limits of a workspace may be. Durations are seconds, minutes are those of a UTC month. */
export const limitBounds = {
  max_concurrent: { least: 1, most: 1000 },
  monthly_minutes: { least: 1, most: 10_000_000 },
  max_call_duration: { least: 60, most: 86_400 },
} as const

/** The most characters of a workspace's name. */
export const workspaceNameLength = 100

/** What the workspace of somebody who signs up begins with. */
export function newWorkspace(ownerName: string) {
  const possessive = "'s workspace"
  return {
    name: ownerName.slice(0, workspaceNameLength - possessive.length).trimEnd() + possessive,
    maxConcurrent: 5,
    monthlyMinutes: null,
    maxCallDuration: 3600,
    allowedOrigins: [],
  }
}

/** Whether people of this role may change the workspace itself. */
export function mayManage(role: Role): boolean {
  return role === 'owner' || role === 'admin'
}
