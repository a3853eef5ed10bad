'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Pencil, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useState } from 'react'
import { ConfirmDialog } from '@/components/shell/confirm-dialog'
import { LocalTime } from '@/components/shell/time'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { InlineError } from '@/components/ui/inline-error'
import { Link } from '@/components/ui/link'
import { Textarea } from '@/components/ui/textarea'
import type { MemoryWire } from '@/lib/domain/memories/schema'
import { type FactActions, storePath } from './answers'

type FactListProps = {
  facts: MemoryWire[]
  label: string
  /** What each tells beside itself: the conversation it came from, or the store it is in. */
  beside: 'conversation' | 'store'
  /** Null for those who only look. */
  actions: FactActions | null
}

/** Facts, each of which can be changed in its place and deleted. */
export function FactList({ facts, label, beside, actions }: FactListProps) {
  const t = useTranslations('memories.factList')
  const client = useQueryClient()
  const [asked, setAsked] = useState<MemoryWire>()
  const [asking, setAsking] = useState(false)
  const readAnew = () =>
    client.invalidateQueries({
      predicate: ({ queryKey }) => ['memories', 'conversation-memories'].includes(String(queryKey[0])),
    })
  return (
    <>
      <ul aria-label={label} className="divide-y divide-border border-border border-y">
        {facts.map((fact) => (
          <FactRow
            key={fact.memory_id}
            fact={fact}
            beside={beside}
            update={actions?.update}
            onChanged={() => void readAnew()}
            onDelete={() => {
              setAsked(fact)
              setAsking(true)
            }}
          />
        ))}
      </ul>
      {actions && (
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title={t('deleteTitle')}
          description={t('deleteDescription', { fact: asked?.content ?? '' })}
          verb={t('deleteFact')}
          act={() => actions.remove(asked?.memory_store ?? '', asked?.memory_id ?? '')}
          onDone={() => void readAnew()}
          returnFocusTo={() => document.getElementById('main')}
        />
      )}
    </>
  )
}

type FactRowProps = Pick<FactListProps, 'beside'> & {
  fact: MemoryWire
  /** Undefined for those who only look. */
  update: FactActions['update'] | undefined
  onChanged: () => void
  onDelete: () => void
}

/** A fact. Its form is its own: what is typed in one stays while another is opened. */
function FactRow({ fact, beside, update, onChanged, onDelete }: FactRowProps) {
  const t = useTranslations('memories.factList')
  const [editing, setEditing] = useState(false)
  /** The form was closed: the focus goes back to what opened it. */
  const [edited, setEdited] = useState(false)
  if (editing && update) {
    return (
      <li className="py-3">
        <FactForm
          fact={fact}
          save={(content) => update(fact.memory_store, fact.memory_id, content)}
          onDone={(saved) => {
            setEditing(false)
            setEdited(true)
            if (saved) onChanged()
          }}
        />
      </li>
    )
  }
  return (
    <li className="flex items-start gap-3 py-3">
      <div className="min-w-0 flex-1">
        <p dir="auto" className="break-words">
          {fact.content}
        </p>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-xs">
          <Origin fact={fact} beside={beside} />
          <LocalTime at={fact.updated_at} />
          {fact.by_hand && <Badge>{fact.conversation_id ? t('changedByHand') : t('byHand')}</Badge>}
        </p>
      </div>
      {update && (
        <span className="-my-1 flex shrink-0">
          <Button
            autoFocus={edited}
            variant="ghost"
            size="icon-sm"
            aria-label={t('edit', { fact: fact.content })}
            onClick={() => setEditing(true)}
          >
            <Pencil aria-hidden />
          </Button>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={t('delete', { fact: fact.content })}
            onClick={onDelete}
          >
            <Trash2 aria-hidden />
          </Button>
        </span>
      )}
    </li>
  )
}

/** Where a fact came from, or where it is kept. */
function Origin({ fact, beside }: { fact: MemoryWire; beside: FactListProps['beside'] }) {
  const t = useTranslations('memories.factList')
  const link = 'min-w-0 truncate underline-offset-4 hover:underline'
  if (beside === 'store') {
    return (
      <Link dir="auto" href={storePath(fact.memory_store)} className={link}>
        {fact.memory_store}
      </Link>
    )
  }
  if (!fact.conversation_id) return null
  if (!fact.conversation_name) return <span>{t('conversationGone')}</span>
  return (
    <Link dir="auto" href={`/conversations/${fact.conversation_id}`} className={link}>
      {fact.conversation_name}
    </Link>
  )
}

type FactFormProps = {
  fact: MemoryWire
  save: (content: string) => ReturnType<FactActions['update']>
  onDone: (saved: boolean) => void
}

/** Changes a fact in its place: Enter saves, Escape leaves it as it was. */
function FactForm({ fact, save, onDone }: FactFormProps) {
  const t = useTranslations('memories.factList')
  const failures = useTranslations('shell.failures')
  const [content, setContent] = useState(fact.content)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const submit = async () => {
    if (busy) return
    if (content.trim() === fact.content) return onDone(false)
    setBusy(true)
    const answer = await save(content).catch(() => null)
    setBusy(false)
    if (answer?.ok) onDone(true)
    else setError(answer ? answer.message : failures('unreachable'))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void submit()
    }
    if (event.key === 'Escape') onDone(false)
  }
  const errorId = `error-${fact.memory_id}`
  return (
    <form
      method="post"
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Textarea
        autoFocus
        dir="auto"
        rows={2}
        maxLength={500}
        aria-label={t('fact')}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? errorId : undefined}
        value={content}
        onChange={(event) => setContent(event.target.value)}
        onKeyDown={onKeyDown}
        className="min-h-14"
      />
      {error && <InlineError id={errorId}>{error}</InlineError>}
      <span className="flex gap-2">
        <Button type="submit" size="sm" variant="primary" busy={busy}>
          {t('save')}
        </Button>
        <Button size="sm" onClick={() => onDone(false)}>
          {t('cancel')}
        </Button>
      </span>
    </form>
  )
}
