import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A line of a Dockerfile: its word in capitals, its `--flags`, and the rest as it stands. */
export type Instruction = { word: string; flags: Record<string, string>; text: string }

/** What follows a FROM. */
export type Stage = { base: string; name: string | undefined; steps: Instruction[] }

/**
 * The stages of a Dockerfile. Reads what ours is made of: no heredocs, no parser directives, no ARG.
 * @throws Error when something stands before the first FROM
 */
export function readDockerfile(text: string): Stage[] {
  const lines = text
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n')
  const stages: Stage[] = []
  for (const line of lines) {
    const instruction = readInstruction(line)
    if (instruction.word === 'FROM') {
      const [base = '', , name] = instruction.text.split(/\s+/)
      stages.push({ base, name, steps: [] })
      continue
    }
    const stage = stages.at(-1)
    if (!stage) throw new Error(`${instruction.word} stands before the first FROM.`)
    stage.steps.push(instruction)
  }
  return stages
}

function readInstruction(line: string): Instruction {
  const [, word = '', rest = ''] = /^\s*(\S+)\s+(.*)$/.exec(line) ?? []
  const flags: Record<string, string> = {}
  let text = rest
  for (let found = leadingFlag(text); found; found = leadingFlag(text)) {
    const [whole, name = '', value = ''] = found
    flags[name] = value
    text = text.slice(whole.length)
  }
  return { word: word.toUpperCase(), flags, text }
}

const leadingFlag = (text: string) => /^--([a-z-]+)=(\S+)\s+/.exec(text)

/** The words of an instruction in exec form, a JSON list. */
export const execForm = (text: string): string[] => JSON.parse(text)

/** Variables that a stage's ENV lines set. */
export function environmentOf(stage: Stage): Record<string, string> {
  const lines = stage.steps.filter(({ word }) => word === 'ENV').map(({ text }) => text)
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}

/**
 * The files that a build is given: all below `root` that .dockerignore does not name, whatever git says of them.
 * @returns paths from `root`, with slashes
 */
export function buildContext(root: string): string[] {
  const isIgnored = readIgnored(root)
  const walk = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder ? `${folder}/${entry.name}` : entry.name
      if (isIgnored(path)) return []
      return entry.isDirectory() ? walk(path) : [path]
    })
  return walk('')
}

/** Whether .dockerignore at `root` names a path, or a folder above it. */
export function readIgnored(root: string): (path: string) => boolean {
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map(pattern)
  return (path) => {
    const parts = path.split('/')
    return parts.some((_, at) => ignored.some((each) => each.test(parts.slice(0, at + 1).join('/'))))
  }
}

/** A pattern of .dockerignore: it names a file, or a folder with all that is in it. */
function pattern(line: string): RegExp {
  const source = line
    .split(/(\*\*\/|\*)/)
    .map((part) =>
      part === '**/' ? '(?:.*/)?' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('')
  return new RegExp(`^${source}$`)
}
