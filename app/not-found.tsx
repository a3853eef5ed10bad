import { NothingHere } from '@/components/shell/nothing-here'

export default function NotFound() {
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 py-16">
      <title>Not found · Colloquy</title>
      <NothingHere />
    </main>
  )
}
