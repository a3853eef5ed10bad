/** The same request in the languages people copy it in. Pure. The key is read from the environment, never written. */

export type RequestLanguage = 'curl' | 'javascript' | 'python'

type Request = { url: string; body: object }

/** Name of the variable of the environment that holds the key. */
const key = 'COLLOQUY_API_KEY'

/** A POST of `body` as JSON to `url`, as a program or command that can be run as it stands. */
export function requestCode(language: RequestLanguage, request: Request): string {
  return { curl, javascript, python }[language](request)
}

const json = (body: object) => JSON.stringify(body, null, 2)

/** A word of a POSIX shell that stands for exactly `text`. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

const curl = ({ url, body }: Request) => curlCommand({ method: 'POST', url, body: json(body) })

/** Any call of the API as a command for curl; `body` is a text as it is sent, null for none. */
export function curlCommand({
  method,
  url,
  body,
}: {
  method: string
  url: string
  body: string | null
}): string {
  const verb = method === 'HEAD' ? ' -I' : method === (body ? 'POST' : 'GET') ? '' : ` -X ${method}`
  return [
    `curl${verb} ${quoted(url)}`,
    `  -H "x-api-key: $${key}"`,
    ...(body ? [`  -H 'content-type: application/json'`, `  -d ${quoted(body)}`] : []),
  ].join(' \\\n')
}

const indented = (text: string, by: number) => text.replaceAll('\n', `\n${' '.repeat(by)}`)

const javascript = ({ url, body }: Request) => `const response = await fetch(${JSON.stringify(url)}, {
  method: 'POST',
  headers: { 'x-api-key': process.env.${key}, 'content-type': 'application/json' },
  body: JSON.stringify(${indented(json(body), 2)}),
})
console.log(await response.json())`

const python = ({ url, body }: Request) => `import os
import requests

response = requests.post(
    ${JSON.stringify(url)},
    headers={"x-api-key": os.environ["${key}"]},
    json=${indented(pythonLiteral(body), 4)},
)
print(response.json())`

const pythonConstants = new Map<unknown, string>([
  [true, 'True'],
  [false, 'False'],
  [null, 'None'],
])

/** A JSON value as Python writes it; texts and numbers read the same in both. */
function pythonLiteral(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return pythonConstants.get(value) ?? JSON.stringify(value)
  const inner = `${indent}    `
  const entries = Array.isArray(value)
    ? value.map((entry) => pythonLiteral(entry, inner))
    : Object.entries(value).map(([name, entry]) => `${JSON.stringify(name)}: ${pythonLiteral(entry, inner)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  if (entries.length === 0) return `${open}${close}`
  return `${open}\n${entries.map((entry) => `${inner}${entry},\n`).join('')}${indent}${close}`
}
