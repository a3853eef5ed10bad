import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Link } from '@/components/ui/link'

const steps = ['create', 'join', 'leave'] as const

/** What stands in the place of the list before there is anything to list: the way to the first conversation. */
export function FirstSteps() {
  const t = useTranslations('conversations.firstSteps')
  return (
    <section aria-labelledby="first" className="mx-auto flex max-w-3xl flex-col gap-8 py-10">
      <div>
        <h2 id="first" className="font-semibold text-base">
          {t('title')}
        </h2>
        <p className="text-muted">{t('subtitle')}</p>
      </div>
      <ol className="grid gap-6 sm:grid-cols-3">
        {steps.map((step, index) => (
          <li key={step} className="border-border border-t pt-3">
            <p className="tabular mb-1 font-medium">
              <span className="text-muted">{index + 1}</span> {t(`${step}.title`)}
            </p>
            <p className="text-pretty text-muted">{t(`${step}.text`)}</p>
          </li>
        ))}
      </ol>
      <Button asChild variant="primary" className="self-start">
        <Link href="/conversations/new">
          <Plus aria-hidden />
          {t('createAConversation')}
        </Link>
      </Button>
    </section>
  )
}
