import pino from 'pino'

export type Log = pino.Logger
export type LogLevel = pino.LevelWithSilent

/** Fields whose values never reach a log, wherever they stand; a value is a text or a list of texts. */
const secretFields =
  /("(?:cookie|set-cookie|authorization|proxy-authorization|x-api-key|api_?key|password|secret|(?:meeting_?)?token)":)(?:"(?:[^"\\]|\\.)*"|\[(?:"(?:[^"\\]|\\.)*",?)*\])/gi
/** Query parameters that carry a secret: `t` is the meeting token of a room's address. */
const secretParameters = /([?&#](?:t|token|key|secret|code|state)=)[^&#\s"'\\]*/gi

/** What follows in a path is a secret: the ticket of an upload, what nobody else knows of a callback's address. */
const secretPaths = /(\/v2\/documents\/uploads\/|\/callbacks\/[^/?#\s"'\\]+\/)[^/?#\s"'\\]+/g

/** `text` with the values of secret query parameters (the meeting token `t` among them) and parts of paths replaced. */
export function redactUrl(text: string): string {
  return text.replace(secretParameters, '$1[redacted]').replace(secretPaths, '$1[redacted]')
}

type Output = { write(line: string): unknown; isTTY?: boolean }

/**
 * Standard output. Whoever waits is not kept from an answer by who reads the log: lines that come while others are being
 * written go out together, and the last ones as the process exits.
 */
const standardOutput = (): Output =>
  process.stdout.isTTY ? process.stdout : pino.destination({ fd: process.stdout.fd, sync: false })

/**
 * The log of one process: JSON lines, or readable lines on a terminal. Secrets are taken out of the finished line, so
 * that nothing passes by another way. A request's lines are tied together by `log.child({ request: id })`.
 */
export function createLog(level: LogLevel, output: Output = standardOutput()): Log {
  const write = (line: string) => {
    const redacted = redactUrl(line.replace(secretFields, '$1"[redacted]"'))
    output.write(output.isTTY ? `${readableLine(redacted)}\n` : redacted)
  }
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  )
}

/** One JSON line of pino as a line for people: local time, level, message, then the other fields. */
export function readableLine(json: string): string {
  const { time, level, msg, err, error, ...rest } = JSON.parse(json) as Record<string, unknown>
  const clock = new Date(String(time)).toTimeString().slice(0, 8)
  const fields = Object.entries(rest).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const failure = (err ?? error) as { stack?: string; message?: string } | undefined
  const trace =
    failure && `\n  ${(failure.stack ?? failure.message ?? String(failure)).replaceAll('\n', '\n  ')}`
  return [clock, String(level).padEnd(5), msg, ...fields].filter(Boolean).join(' ') + (trace ?? '')
}
