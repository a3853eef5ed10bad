type PassagesProps = { label: string; passages: { key: string | number; place: string; text: string }[] }

/** Pieces of documents, each with where it stands. */
export function Passages({ label, passages }: PassagesProps) {
  return (
    <ol aria-label={label} className="divide-y divide-border border-border border-y">
      {passages.map(({ key, place, text }) => (
        <li key={key} className="py-3">
          {place && (
            <p dir="auto" className="mb-1 text-muted text-xs">
              {place}
            </p>
          )}
          <p dir="auto" className="max-w-prose whitespace-pre-line break-words">
            {text}
          </p>
        </li>
      ))}
    </ol>
  )
}
