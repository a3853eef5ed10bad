import { Plus } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'

const steps = [
  {
    title: 'Create',
    text: 'The form opens with a persona chosen, so Create is all it takes. It takes a slot, and usage begins.',
  },
  {
    title: 'Join',
    text: 'On the page that opens. The replica greets you; say or type something. Invite others by the link.',
  },
  {
    title: 'Leave',
    text: 'It ends with you. What was said, and what it used to the second, stands here and under Usage.',
  },
]

/** What stands in the place of the list before there is anything to list: the way to the first conversation. */
export function FirstSteps() {
  return (
    <section aria-labelledby="first" className="mx-auto flex max-w-3xl flex-col gap-8 py-10">
      <div>
        <h2 id="first" className="font-semibold text-base">
          Your first conversation takes three steps
        </h2>
        <p className="text-muted">
          It runs on this server: nothing to install, no account elsewhere, and it costs nothing.
        </p>
      </div>
      <ol className="grid gap-6 sm:grid-cols-3">
        {steps.map(({ title, text }, index) => (
          <li key={title} className="border-border border-t pt-3">
            <p className="tabular mb-1 font-medium">
              <span className="text-muted">{index + 1}</span> {title}
            </p>
            <p className="text-pretty text-muted">{text}</p>
          </li>
        ))}
      </ol>
      <Button asChild variant="primary" className="self-start">
        <Link href="/conversations/new">
          <Plus aria-hidden />
          Create a conversation
        </Link>
      </Button>
    </section>
  )
}
