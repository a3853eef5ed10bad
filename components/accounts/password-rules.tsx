import { Check, Circle, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import { type PasswordOwner, passwordLength, passwordRules } from '@/lib/domain/accounts/rules'

const characters = { least: String(passwordLength.least), most: String(passwordLength.most) }

/** What a password must be, before anything is typed; while typing, which of it holds. */
export function PasswordRules({ password, owner }: { password: string; owner: PasswordOwner }) {
  const t = useTranslations('accounts.passwordRules')
  return (
    <ul aria-label={t('whatThePasswordMustBe')} className="flex flex-col gap-1 text-muted text-xs">
      {passwordRules
        .map((rule) => ({ ...rule, kept: rule.holds(password, owner) }))
        // Nobody needs to be told of the upper end before reaching it.
        .filter((rule) => rule.id !== 'longest' || !rule.kept)
        .map((rule) => (
          <li key={rule.id} className="flex items-start gap-1.5">
            <Mark typed={password !== ''} kept={rule.kept} />
            {t(rule.id, characters)}
          </li>
        ))}
    </ul>
  )
}

function Mark({ typed, kept }: { typed: boolean; kept: boolean }) {
  const t = useTranslations('accounts.passwordRules')
  const Icon = !typed ? Circle : kept ? Check : X
  const label = !typed ? undefined : kept ? t('kept') : t('notYet')
  return (
    <>
      <Icon
        aria-hidden
        className={cn('mt-0.5 size-3 shrink-0', typed && (kept ? 'text-success' : 'text-danger'))}
      />
      {label && <span className="sr-only">{label}</span>}
    </>
  )
}
