import type { ZodType } from 'zod'
import { noteServerTime } from './server-time'

/** What an answer lacks that is not what was asked for: `said` has the server's own words as its message. */
type Lack = 'unreachable' | 'not-understood' | 'refused' | 'said'

/** No answer of the API (`status` 0), or one that is not what was asked for. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  constructor(
    readonly status: number,
    readonly lack: Lack,
    message: string = lack,
  ) {
    super(message)
  }
}

/** Sends a signed-out reader to the sign-in page, and back here afterwards. */
function toSignIn(): void {
  const here = window.location.pathname + window.location.search
  window.location.assign(`/signin?callbackUrl=${encodeURIComponent(here)}`)
}

async function refusal(response: Response): Promise<ApiError> {
  const { message, error } = Object(await response.json().catch(() => null)) as Record<string, unknown>
  const said = [message, error].find((text) => typeof text === 'string')
  return said ? new ApiError(response.status, 'said', String(said)) : new ApiError(response.status, 'refused')
}

/** A schema that comes when it is needed first: a page that was rendered by the server works before it is here. */
export type LaterSchema<T> = () => Promise<ZodType<T>>

/**
 * Reads `path` of our own API with the session cookie and checks the answer against `schema`.
 * @throws ApiError; a 401 also leads to the sign-in page
 */
export async function read<T>(path: string, schema: LaterSchema<T>, signal?: AbortSignal): Promise<T> {
  const sentAt = Date.now()
  const loading = schema()
  // Whoever awaits it below hears of a failure; nobody does when the request fails first.
  loading.catch(() => {})
  let response: Response
  try {
    response = await fetch(path, { signal, headers: { accept: 'application/json' }, cache: 'no-store' })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError(0, 'unreachable')
  }
  noteServerTime(response.headers.get('x-colloquy-time'), sentAt, Date.now())
  if (response.status === 401) toSignIn()
  if (!response.ok) throw await refusal(response)
  const checked = await loading.catch(() => {
    throw new ApiError(0, 'unreachable')
  })
  const parsed = checked.safeParse(await response.json().catch(() => undefined))
  if (!parsed.success) throw new ApiError(response.status, 'not-understood')
  return parsed.data
}

/** A query string of those `values` that are given, with its `?`; empty when none is. */
export function queryString(values: Record<string, string | number | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
  if (given.length === 0) return ''
  return `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
}
