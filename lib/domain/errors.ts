/**
 * Why something asked for was not done. `invalid` carries the words the caller reads; the others say which
 * state of the world stood against it.
 */
export type DomainErrorCode =
  | 'invalid'
  | 'unprocessable'
  | 'not-found'
  | 'forbidden'
  | 'concurrency'
  | 'minutes'
  | 'conflict'
  | 'mismatch'
  | 'signed-out'
  | 'unavailable'
  | 'throttled'

const name = 'DomainError'

/** A refusal in words for the person or program that asked: what happened, and what to do about it. */
export class DomainError extends Error {
  override readonly name = name
  /** The field of the request that is to blame, by its wire name. */
  readonly field?: string
  /** When another attempt can succeed. */
  readonly retryAt?: Date
  /** It may have been done all the same: asking again may do it twice. */
  readonly mayBeDone: boolean

  constructor(
    readonly code: DomainErrorCode,
    message: string,
    about: { field?: string; retryAt?: Date; mayBeDone?: boolean } = {},
  ) {
    super(message)
    this.field = about.field
    this.retryAt = about.retryAt
    this.mayBeDone = about.mayBeDone ?? false
  }
}

/**
 * True for a refusal of the domain. Compares the name, as a bundle of Next and the server have a class each and
 * `instanceof` would tell them apart.
 */
export function isDomainError(error: unknown): error is DomainError {
  return error instanceof Error && error.name === name && 'code' in error
}
