/** PostgreSQL's and the system's codes for a server that is gone, going or not there yet. */
const postgresCodes =
  /^(08...|57P0[1-3]|53300|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/
/** Prisma's codes for the same, and for a transaction that found no connection in time. */
const prismaCodes = /^(P1001|P1002|P1008|P1011|P1017|P2024|P2028)$/
/** The driver adapter's names for them, and what pg says without any code. */
const kinds = /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections)$/
const words =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/**
 * True when `error` (or what caused it) says that the database cannot be reached, as opposed to refusing a
 * statement. Reads codes and texts: errors of Prisma, its adapter and pg have no class in common.
 */
export function isDatabaseOutage(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false
  const { code, errorCode, originalCode, kind, name, message, cause, meta, driverAdapterError, errors } =
    error as Record<string, unknown>
  const codes = [code, errorCode, originalCode].filter((value) => typeof value === 'string')
  return (
    codes.some((value) => postgresCodes.test(value) || prismaCodes.test(value)) ||
    (typeof kind === 'string' && kinds.test(kind)) ||
    (typeof message === 'string' && (kinds.test(message) || words.test(message))) ||
    name === 'PrismaClientInitializationError' ||
    [cause, meta, driverAdapterError, ...(Array.isArray(errors) ? errors : [])].some((inner) =>
      isDatabaseOutage(inner, depth + 1),
    )
  )
}
