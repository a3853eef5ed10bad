/** A text as it is, which scrolls where it is long. */
export function Verbatim({ children }: { children: string }) {
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which has to be possible by keyboard
      tabIndex={0}
      className="max-h-96 overflow-auto whitespace-pre-wrap rounded-md bg-subtle p-3 font-mono text-xs leading-relaxed"
    >
      {children}
    </pre>
  )
}

/** JSON in lines; what is none as it is. */
export function readableJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
