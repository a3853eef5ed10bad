import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { addBlock, asHeading, type Block, type Extract } from './blocks'
import { UnreadableError } from './format'

/** Characters of a page that are read: the longest that people write have a tenth of it. */
const mostCharacters = 8_000_000
/** Fewer characters than this are no article, and the whole page is taken. */
const leastArticle = 250
const mostLinks = 2000
/** Finding the article takes ever longer the deeper elements are nested, and the more there are. */
const mostNested = 100
const mostElements = 50_000

type PageNode = {
  nodeType: number
  nodeName: string
  textContent: string | null
  childNodes: Iterable<PageNode>
}

const skipped = new Set(
  [
    'SCRIPT',
    'STYLE',
    'NOSCRIPT',
    'TEMPLATE',
    'SVG',
    'NAV',
    'IFRAME',
    'BUTTON',
    'SELECT',
    'OPTION',
    'HEAD',
  ].flatMap((name) => [name, name.toLowerCase()]),
)
const flowing =
  /^(?:a|abbr|b|bdi|bdo|cite|code|data|dfn|em|font|i|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u|var|wbr|label)$/i

/**
 * The text of a page of the web: its article where it has one, else all of it.
 * @throws UnreadableError when it is too long or has no text
 */
export function readPage(html: string): Extract {
  if (html.length > mostCharacters) {
    throw new UnreadableError(
      'file_size_too_large',
      'This page has more than 8 million characters. Split it.',
    )
  }
  const { document } = parseHTML(html)
  const title = asHeading(document.querySelector('title')?.textContent ?? '')
  const links = [...document.querySelectorAll('a[href]')]
    .slice(0, mostLinks)
    .map((link) => String(link.getAttribute('href')))
  // Readability takes the document apart, so what is needed of the whole is read before.
  const body = document.body as unknown as PageNode | null
  const whole = blocksOf(body, title)
  const article = isNestedDeep(body) ? [] : articleOf(document as unknown as Document, title)
  const length = (blocks: Block[]) => blocks.reduce((sum, { text }) => sum + text.length, 0)
  const isArticle = length(article) > Math.max(leastArticle, length(whole) / 4)
  return { blocks: isArticle ? article : whole, title, pages: null, links }
}

function articleOf(document: Document, title: string): Block[] {
  try {
    const found = new Readability(document, {
      charThreshold: leastArticle,
      maxElemsToParse: mostElements,
    }).parse()
    if (!found?.content) return []
    const { document: article } = parseHTML(`<html><body>${found.content}</body></html>`)
    return blocksOf(article.body as unknown as PageNode, title)
  } catch {
    // Pages with more elements than it goes through.
    return []
  }
}

function isNestedDeep(body: PageNode | null): boolean {
  let level = body ? [body] : []
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > mostNested) return true
    level = level.flatMap(({ childNodes }) => [...childNodes].filter(({ nodeType }) => nodeType === 1))
  }
  return false
}

/** Paragraphs under their headings, and under the title above the first, walked without recursion: pages may be nested as deep as somebody likes. */
function blocksOf(body: PageNode | null, title: string): Block[] {
  const blocks: Block[] = []
  let heading = title
  let paragraph = ''
  const close = () => {
    addBlock(blocks, paragraph, { heading })
    paragraph = ''
  }
  const steps: (PageNode | (() => void))[] = body ? [close, body] : []
  for (let step = steps.pop(); step; step = steps.pop()) {
    if (typeof step === 'function') step()
    else if (step.nodeType === 3) paragraph += (step.textContent ?? '').replace(/\s+/g, ' ')
    else if (step.nodeType !== 1 || skipped.has(step.nodeName)) continue
    else if (/^br$/i.test(step.nodeName)) paragraph += '\n'
    else if (/^h[1-6]$/i.test(step.nodeName)) {
      close()
      const text = asHeading(step.textContent ?? '')
      if (!text) continue
      heading = text
      addBlock(blocks, text, { heading })
    } else {
      const isFlowing = flowing.test(step.nodeName)
      const isCell = /^t[dh]$/i.test(step.nodeName)
      if (isCell) paragraph += paragraph && ' | '
      else if (!isFlowing) close()
      if (!isFlowing && !isCell) steps.push(close)
      steps.push(...[...step.childNodes].reverse())
    }
  }
  return blocks
}
