/** The same request in the languages people copy it in. Pure. The key is read from the environment, never written. */

export type RequestLanguage = 'curl' | 'javascript' | 'python'

type Request = {
  url: string
  /** POST where it is left out. */
  method?: string
  /** None: nothing is sent. */
  body?: object
}

/** Name of the variable of the environment that holds the key. */
const key = 'COLLOQUY_API_KEY'

/** A request to `url`, with `body` as JSON where there is one, as a program or command that can be run as it stands. */
export function requestCode(language: RequestLanguage, request: Request): string {
  return { curl, javascript, python }[language](request)
}

const json = (body: object) => JSON.stringify(body, null, 2)

/** A word of a POSIX shell that stands for exactly `text`. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

const curl = ({ url, method = 'POST', body }: Request) =>
  curlCommand({ method, url, body: body ? json(body) : null })

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
  // With a body curl sends a POST, and without one a GET.
  const verb = method === 'HEAD' ? ' -I' : method === (body ? 'POST' : 'GET') ? '' : ` -X ${method}`
  return [
    `curl${verb} ${quoted(url)}`,
    `  -H "x-api-key: $${key}"`,
    ...(body ? [`  -H 'content-type: application/json'`, `  -d ${quoted(body)}`] : []),
  ].join(' \\\n')
}

const indented = (text: string, by: number) => text.replaceAll('\n', `\n${' '.repeat(by)}`)

const javascript = ({ url, method = 'POST', body }: Request) => {
  const type = body ? `, 'content-type': 'application/json'` : ''
  const sent = body ? `\n  body: JSON.stringify(${indented(json(body), 2)}),` : ''
  return `const response = await fetch(${JSON.stringify(url)}, {
  method: '${method}',
  headers: { 'x-api-key': process.env.${key}${type} },${sent}
})
console.log(await response.${body ? 'json' : 'text'}())`
}

/** Of Python's own library, so that it runs where nothing was installed. */
const python = ({ url, method = 'POST', body }: Request) => {
  const type = body ? ', "content-type": "application/json"' : ''
  const sent = body ? `\n    data=json.dumps(${indented(pythonLiteral(body), 4)}).encode(),` : ''
  return `${body ? 'import json\n' : ''}import os
from urllib.request import Request, urlopen

request = Request(
    ${JSON.stringify(url)},
    method="${method}",
    headers={"x-api-key": os.environ["${key}"]${type}},${sent}
)
print(urlopen(request).read().decode())`
}

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
