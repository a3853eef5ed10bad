import { useTranslations } from 'next-intl'
import { titled } from '@/app/titled'
import { AdminCommand } from '@/components/accounts/admin-command'
import { Link } from '@/components/ui/link'

export const generateMetadata = titled('forgot')

export default function ForgotPage() {
  const t = useTranslations('pages.forgot')
  return (
    <>
      <h1 className="mb-6 font-semibold text-xl tracking-tight">{t('title')}</h1>
      <div className="flex flex-col gap-4">
        <p>{t('explanation')}</p>
        <AdminCommand command="npm run admin -- user:reset-password --email name@example.com" />
        <p className="text-muted">{t('next')}</p>
        <p>
          <Link href="/signin" className="text-accent underline underline-offset-4">
            {t('backToSignIn')}
          </Link>
        </p>
      </div>
    </>
  )
}
