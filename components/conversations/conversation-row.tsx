'use client'

import { CircleStop, Copy, Ellipsis, ExternalLink, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Cost, RunningCost, usePrice } from '@/components/shell/price'
import { Duration, Elapsed, LocalTime } from '@/components/shell/time'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { DropdownMenu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu'
import { isOutside, providerTitles } from '@/lib/domain/connections/rules'
import type { Conversation } from '@/lib/domain/conversations/schema/response'
import { endInWords } from './endings'

export type RowIntent = 'end' | 'delete'

/** Live, ended, or a test: told by words, not by colour alone. */
export function StatusBadge({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('conversations.conversationRow')
  if (conversation.status === 'active') return <Badge tone="live">{t('live')}</Badge>
  return <Badge>{conversation.test_mode ? t('test') : t('ended')}</Badge>
}

/** Who runs it, where that is not the studio. */
export function ProviderBadge({ provider }: Pick<Conversation, 'provider'>) {
  return isOutside(provider) && <Badge>{providerTitles[provider]}</Badge>
}

/** A cell; on narrow screens a line of its row's card, with the column's name before it where one is needed. */
function Cell({ label, className, children }: { label?: string; className?: string; children: ReactNode }) {
  return (
    <td className={cn('md:border-border md:border-b md:px-3 md:py-2.5 md:align-middle', className)}>
      {label && <span className="text-muted md:hidden">{label} </span>}
      {children}
    </td>
  )
}

/** The id of the button that opens a row's actions. */
export const actionsId = (id: string) => `actions-${id}`

type RowProps = {
  conversation: Conversation
  selected: boolean
  onSelect: (selected: boolean) => void
  onIntent: (intent: RowIntent, conversation: Conversation) => void
}

/** One conversation of the list, with its actions. */
export function ConversationRow({ conversation, selected, onSelect, onIntent }: RowProps) {
  const t = useTranslations('conversations.conversationRow')
  const endings = useTranslations('conversations.endings')
  const { conversation_id: id, conversation_name: name, status } = conversation
  const live = status === 'active'
  const price = usePrice()
  return (
    <tr className="relative block border-border border-b py-3 pr-10 pl-7 md:table-row md:p-0 md:hover:bg-subtle/60">
      <Cell className="block min-w-0 md:table-cell md:max-w-72 md:pl-0">
        <div className="flex min-w-0 items-start gap-3">
          <input
            type="checkbox"
            aria-label={t('select', { name })}
            checked={selected}
            onChange={({ target }) => onSelect(target.checked)}
            className="absolute top-4 left-0 size-4 shrink-0 accent-accent md:static md:mt-1"
          />
          <div className="min-w-0">
            <a
              dir="auto"
              href={`/conversations/${id}`}
              title={name}
              className="line-clamp-2 font-medium underline-offset-4 hover:underline md:line-clamp-1"
            >
              {name}
            </a>
            <span className="block truncate font-mono text-muted text-xs">{id}</span>
          </div>
        </div>
      </Cell>
      <Cell className="block md:table-cell md:max-w-52">
        <span dir="auto" className="md:line-clamp-1">
          {conversation.replica_name}
        </span>{' '}
        <span dir="auto" className="text-muted md:line-clamp-1 md:text-xs">
          <span className="md:hidden">{t('as')} </span>
          {conversation.persona_name}
        </span>
      </Cell>
      <Cell className="mt-1.5 mr-3 inline-block md:mt-0 md:mr-0 md:table-cell">
        <span className="flex flex-wrap gap-1.5">
          <StatusBadge conversation={conversation} />
          <ProviderBadge provider={conversation.provider} />
        </span>
      </Cell>
      <Cell className="mr-3 inline-block whitespace-nowrap md:mr-0 md:table-cell">
        <LocalTime at={conversation.created_at} />
      </Cell>
      <Cell className="mr-3 inline-block whitespace-nowrap md:mr-0 md:table-cell md:text-right">
        {live ? (
          <Elapsed from={conversation.created_at} className="text-accent" />
        ) : (
          <Duration seconds={conversation.duration ?? 0} />
        )}
      </Cell>
      {price && (
        <Cell className="mr-3 inline-block whitespace-nowrap md:mr-0 md:table-cell md:text-right">
          {live ? (
            <RunningCost from={conversation.created_at} className="text-accent" />
          ) : (
            <Cost seconds={conversation.duration ?? 0} />
          )}
        </Cell>
      )}
      <Cell className="inline-block text-muted md:table-cell">
        {live ? <span className="sr-only">{t('stillLive')}</span> : endInWords(conversation, endings).short}
      </Cell>
      <Cell className="absolute top-2 right-0 md:static md:table-cell md:w-10 md:pr-0 md:text-right">
        <DropdownMenu
          trigger={
            <Button id={actionsId(id)} variant="ghost" size="icon-sm" aria-label={t('actionsFor', { name })}>
              <Ellipsis aria-hidden />
            </Button>
          }
        >
          <MenuItem asChild>
            <a href={`/conversations/${id}`}>
              <ExternalLink aria-hidden />
              {t('open')}
            </a>
          </MenuItem>
          {live && (
            <MenuItem onSelect={() => void navigator.clipboard?.writeText(conversation.conversation_url)}>
              <Copy aria-hidden />
              {t('copyMeetingLink')}
            </MenuItem>
          )}
          <MenuSeparator />
          {live && (
            <MenuItem onSelect={() => onIntent('end', conversation)}>
              <CircleStop aria-hidden />
              {t('end')}
            </MenuItem>
          )}
          <MenuItem danger onSelect={() => onIntent('delete', conversation)}>
            <Trash2 aria-hidden />
            {t('delete')}
          </MenuItem>
        </DropdownMenu>
      </Cell>
    </tr>
  )
}
