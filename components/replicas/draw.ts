import { createAvatar, type Style, type StyleOptions } from '@dicebear/core'
import * as notionists from '@dicebear/notionists'
import { look } from '@/lib/domain/replicas/schema'

const styles = new Map<string, Style<object>>([['notionists', notionists]])

/** Longer descriptions than any portrait needs are not drawn. Characters. */
const longest = 4000

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The portrait of a look written as JSON, as an SVG document; null when it is not one. Server only: it is heavy. */
export function drawPortrait(json: string): string | null {
  const parsed = look.safeParse(json.length > longest ? null : parse(json))
  const style = parsed.success ? styles.get(parsed.data.style) : undefined
  if (!parsed.success || !style) return null
  try {
    // The set checks its own options and ignores those it does not know.
    return createAvatar(style, parsed.data.options as StyleOptions<object>).toString()
  } catch {
    return null
  }
}
