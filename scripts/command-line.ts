import { parseArgs } from 'node:util'

/** What was typed after the command, by the names of its options; a switch that was typed is `yes`. */
export type Typed = Record<string, string | undefined>

export type Command = {
  says: string
  /** Option to what is meant by it, nothing for a switch; those in `needs` must be there. */
  options: Record<string, string>
  needs: string[]
  /** What is open while it runs: the database at the newest migration (unless said otherwise), or as it is. */
  opens?: 'database as it is' | 'nothing'
  run(typed: Typed): Promise<string>
}

export type Commands = Record<string, Command>

/** The command was not typed as it has to be. */
export class UsageError extends Error {}

/** `none` stays no number, so that the schema refuses it in its own words. */
export function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text.trim() || Number.NaN)
}

/** Rows under a heading, each column as wide as its longest text. */
export function columns(heading: string[], rows: string[][]): string {
  const all = [heading, ...rows]
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function usage(name: string, command: Command): string {
  const options = Object.entries(command.options).map(([option, what]) => {
    const written = what ? `--${option} <${what}>` : `--${option}`
    return command.needs.includes(option) ? written : `[${written}]`
  })
  return ['npm run admin --', name, ...options].join(' ')
}

export function help(commands: Commands): string {
  const lines = Object.entries(commands).map(
    ([name, command]) => `  ${usage(name, command)}\n      ${command.says}`,
  )
  return `What the admin command does:\n\n${lines.join('\n')}`
}

/**
 * Finds the command and reads its options.
 * @throws UsageError
 */
export function readArguments(commands: Commands, args: string[]): { command: Command; typed: Typed } {
  const [name = '', ...rest] = args
  const command = commands[name]
  if (!command) throw new UsageError(`There is no command ${JSON.stringify(name)}.\n\n${help(commands)}`)
  try {
    const options = Object.fromEntries(
      Object.entries(command.options).map(([key, what]) => [
        key,
        { type: what ? ('string' as const) : ('boolean' as const) },
      ]),
    )
    const { values } = parseArgs({ args: rest, options, strict: true })
    const typed: Typed = Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, value === true ? 'yes' : String(value)]),
    )
    const missing = command.needs.find((option) => !typed[option]?.trim())
    if (missing) throw new UsageError(`--${missing} is missing.`)
    return { command, typed }
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n  ${usage(name, command)}`)
  }
}
