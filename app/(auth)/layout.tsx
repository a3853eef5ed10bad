import type { ReactNode } from 'react'

/** One narrow column with the product's name, for visitors who are not signed in. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col px-5 py-12 sm:justify-center sm:py-16">
      <p className="mb-8 font-semibold text-muted tracking-tight">Colloquy</p>
      {children}
    </main>
  )
}
