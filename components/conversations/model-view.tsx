import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ReadFailure } from '@/components/shell/read-failure'
import { CopyButton } from '@/components/ui/copy-button'
import { Spinner } from '@/components/ui/spinner'
import { Table, Td, Th } from '@/components/ui/table'
import { Verbatim } from '@/components/ui/verbatim'
import { formatCount } from '@/lib/client/format'
import { turnQuery } from '@/lib/client/queries'
import type { ConversationTurnVerbose } from '@/lib/domain/conversations/schema/turns'

type Prompt = NonNullable<ConversationTurnVerbose['prompt']>

/** What the model was given for one answer: its parts, what was left out for its budget, and every message as it was sent. */
export function ModelView({ conversationId, turn }: { conversationId: string; turn: number }) {
  const t = useTranslations('conversations.modelView')
  const { data, error, refetch } = useQuery(turnQuery(conversationId, turn))
  if (error) return <ReadFailure error={error} onRetry={() => void refetch()} />
  if (!data) {
    return (
      <p role="status" className="flex items-center gap-2 text-muted">
        <Spinner /> {t('loading')}
      </p>
    )
  }
  if (!data.prompt) return <p className="text-muted">{t('notKept')}</p>
  return (
    <div className="flex flex-col gap-4">
      <Parts prompt={data.prompt} />
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-medium">{t('messages', { count: data.prompt.messages.length })}</h3>
        <CopyButton variant="ghost" text={JSON.stringify(data.prompt.messages, null, 2)}>
          {t('copy')}
        </CopyButton>
      </div>
      <ol className="flex flex-col gap-3">
        {data.prompt.messages.map(({ role, content, ...rest }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what was sent does not change any more
          <li key={index}>
            <p className="mb-1 font-mono text-muted text-xs">{String(role ?? '')}</p>
            {typeof content === 'string' && Object.keys(rest).length === 0 ? (
              <Verbatim>{content}</Verbatim>
            ) : (
              <Verbatim>{JSON.stringify({ content, ...rest }, null, 2)}</Verbatim>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}

function Parts({ prompt: { parts, budget } }: { prompt: Prompt }) {
  const t = useTranslations('conversations.modelView')
  const sum = (of: 'tokens' | 'dropped') => parts.reduce((total, part) => total + part[of], 0)
  const dropped = (tokens: number) => (tokens === 0 ? t('nothing') : formatCount(tokens))
  return (
    <Table label={t('parts')}>
      <thead>
        <tr>
          <Th className="pl-0">{t('part')}</Th>
          <Th className="text-right">{t('tokens')}</Th>
          <Th className="pr-0 text-right">{t('dropped')}</Th>
        </tr>
      </thead>
      <tbody className="tabular">
        {parts.map(({ kind, tokens, dropped: left }) => (
          <tr key={kind}>
            <Td className="py-1.5 pl-0">{t(`kinds.${kind}`)}</Td>
            <Td className="py-1.5 text-right">{formatCount(tokens)}</Td>
            <Td
              className={
                left > 0
                  ? 'whitespace-nowrap py-1.5 pr-0 text-right text-warning'
                  : 'whitespace-nowrap py-1.5 pr-0 text-right text-muted'
              }
            >
              {dropped(left)}
            </Td>
          </tr>
        ))}
      </tbody>
      <tfoot className="tabular font-medium [&_td]:border-b-0">
        <tr>
          <Td className="py-1.5 pl-0">{t('ofBudget', { budget })}</Td>
          <Td className="py-1.5 text-right">{formatCount(sum('tokens'))}</Td>
          <Td className="whitespace-nowrap py-1.5 pr-0 text-right">{dropped(sum('dropped'))}</Td>
        </tr>
      </tfoot>
    </Table>
  )
}
