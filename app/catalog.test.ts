import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

/** What is the same in every language. */
const everywhere = new Set(['Colloquy', 'UTC', 'CSV'])
/** Elements that hold code, keys and marks. */
const verbatim = new Set(['code', 'pre', 'kbd'])
/** Properties whose text is read by people. */
const read =
  /^(title|label|hint|description|placeholder|alt|verb|heading|error|aside|text|emptyText|none|aria-(label|description|valuetext|roledescription))$/
/** Its frame failed, and the catalog may have. */
const standsAlone = 'app/global-error.tsx'

const isWords = (text: string) =>
  /\p{L}{2}/u.test(text) && !everywhere.has(text.trim()) && !/^https?:\/\/\S+$/.test(text)

/** The literals that an expression of JSX may come to. */
function literalsOf(node: ts.Expression): string[] {
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression)
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)]
  if (ts.isBinaryExpression(node)) return literalsOf(node.right)
  if (ts.isTemplateExpression(node))
    return [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text)
  return ts.isStringLiteralLike(node) ? [node.text] : []
}

/** Words in a file that come from no catalog. */
function wordsIn(path: string): string[] {
  const source = ts.createSourceFile(
    path,
    readFileSync(path, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  )
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isJsxElement(node) && verbatim.has(node.openingElement.tagName.getText())) return
    if (ts.isJsxText(node)) found.push(node.text)
    if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent))
      found.push(...literalsOf(node.expression))
    if (ts.isJsxAttribute(node) && node.initializer && read.test(node.name.getText())) {
      const value = ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer
      if (value && ts.isExpression(value)) found.push(...literalsOf(value))
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found.filter(isWords)
}

const files = ['app', 'components'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
)

test.each(files.filter((path) => path.endsWith('.tsx') && path !== standsAlone).sort())(
  '%s has its words from the catalog',
  (path) => expect(wordsIn(path)).toEqual([]),
)
