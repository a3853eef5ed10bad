'use client'

/** Shown when not even the document's frame could be made; it can rely on nothing but plain elements. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main>
          <title>Colloquy</title>
          <h1>Colloquy could not be shown</h1>
          <p>The server ran into a problem while it made the page. Live conversations go on.</p>
          <button type="button" onClick={reset}>
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
