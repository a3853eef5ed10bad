import { Fragment } from 'react'

/** A text of the document; what stands between backticks is code. */
export function Prose({ text }: { text: string }) {
  return text.split('`').map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text that does not change
      <code key={index} className="break-words font-mono text-[0.8125em]">
        {part}
      </code>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text that does not change
      <Fragment key={index}>{part}</Fragment>
    ),
  )
}
