import { DomainError } from '../errors'
import type { Role, WorkspaceScope } from '../scope'

/** What the limits of a workspace may be. Durations are seconds, minutes are those of a UTC month. */
export const limitBounds = {
  max_concurrent: { least: 1, most: 1000 },
  monthly_minutes: { least: 1, most: 10_000_000 },
  max_call_duration: { least: 60, most: 86_400 },
  price_per_minute: { least: 0.0001, most: 10_000 },
  monthly_budget: { least: 0.01, most: 10_000_000 },
} as const

/** What prices can be in; ISO 4217. */
export const currencies = [
  ...['USD', 'EUR', 'GBP', 'CHF', 'CAD', 'AUD', 'NZD', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK'],
  ...['JPY', 'CNY', 'KRW', 'INR', 'BRL', 'MXN', 'ZAR', 'TRY', 'ILS', 'SGD', 'HKD', 'THB'],
] as const

/** Parts of the currency in which a price a minute is stored, and those of a budget. */
export const priceUnit = 10_000
export const budgetUnit = 100

/** What bounds a workspace's use in a UTC month, as it is stored. */
export type MonthlyLimits = {
  monthlyMinutes: number | null
  pricePerMinute: number | null
  monthlyBudget: number | null
}

/** Columns of a workspace that `monthlySeconds` asks for. */
export const monthlyLimits = { monthlyMinutes: true, pricePerMinute: true, monthlyBudget: true } as const

/**
 * Whole seconds that a workspace may use in a UTC month: its minutes, or what its budget buys where that is less;
 * null without a limit.
 */
export function monthlySeconds(limits: MonthlyLimits): number | null {
  const least = Math.min(bought(limits), given(limits))
  return Number.isFinite(least) ? least : null
}

/** Which of the two limits `monthlySeconds` is, where there is one. */
export const monthlyBound = (limits: MonthlyLimits) => (bought(limits) < given(limits) ? 'budget' : 'minutes')

const given = ({ monthlyMinutes }: MonthlyLimits) =>
  monthlyMinutes === null ? Number.POSITIVE_INFINITY : monthlyMinutes * 60

const bought = ({ pricePerMinute, monthlyBudget }: MonthlyLimits) =>
  pricePerMinute === null || monthlyBudget === null
    ? Number.POSITIVE_INFINITY
    : Math.floor((monthlyBudget * (priceUnit / budgetUnit) * 60) / pricePerMinute)

/** What `seconds` cost at a price a minute, in the currency, to four decimals. */
export function costOf(seconds: number, perMinute: number): number {
  return Math.round((seconds * Math.round(perMinute * priceUnit)) / 60) / priceUnit
}

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

/** @throws DomainError `forbidden` for those who may only look */
export function mayWrite(scope: WorkspaceScope): void {
  if (scope.role === 'viewer') {
    throw new DomainError(
      'forbidden',
      'Viewers may look at everything and change nothing. Ask an owner for another role.',
    )
  }
}

/** Whether people of this role may change the workspace itself. */
export function mayManage(role: Role): boolean {
  return role === 'owner' || role === 'admin'
}

/** What a minute costs, as it is stored, and the columns that say so. */
export type StoredPrice = { pricePerMinute: number | null; currency: string }
export const storedPrice = { pricePerMinute: true, currency: true } as const

/** The price of a minute as the wire has it; null where none is set. */
export function priceOf(row: StoredPrice) {
  return row.pricePerMinute === null
    ? null
    : { per_minute: row.pricePerMinute / priceUnit, currency: row.currency }
}

/** The budget in the currency, from its stored parts; null where none is set. */
export const budgetOf = ({ monthlyBudget }: Pick<MonthlyLimits, 'monthlyBudget'>) =>
  monthlyBudget === null ? null : monthlyBudget / budgetUnit

/** Days for which an invitation into a workspace can be used. */
export const invitationDays = 7

/** Every role, the one that may most first, and what it may in words. */
export const roles: Role[] = ['owner', 'admin', 'member', 'viewer']

/**
 * Whether somebody of role `own` may give the role `given` to others, or take it from them.
 * @throws DomainError `forbidden`
 */
export function mayGive(own: Role, given: Role): void {
  if (own === 'owner' || (own === 'admin' && given !== 'owner')) return
  throw new DomainError(
    'forbidden',
    own === 'admin'
      ? 'Only owners make somebody an owner, or change what owners are.'
      : 'Only owners and admins of the workspace change who is in it.',
  )
}
