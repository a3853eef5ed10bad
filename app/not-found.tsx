import { useTranslations } from 'next-intl'
import { NothingHere } from '@/components/shell/nothing-here'

export default function NotFound() {
  const t = useTranslations('pages.notFound')
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 py-16">
      <title>{t('page')}</title>
      <NothingHere />
    </main>
  )
}
