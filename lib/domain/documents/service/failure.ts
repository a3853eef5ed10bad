import type { ErrorCode } from '../rules/limits'

/** Why a document cannot be had: in a code of the contract, and in words; and whether it would fail again. */
export class ReadingFailed extends Error {
  override readonly name = 'ReadingFailed'
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly isLasting: boolean,
  ) {
    super(message)
  }
}
