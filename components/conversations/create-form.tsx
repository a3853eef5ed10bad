'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import type { KnownDocument } from '@/components/documents/answers'
import { type EndAction, type EndForeignAction, type SaveAnswer, wordsOf } from '@/components/shell/answers'
import { useHydrated } from '@/components/shell/time'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { onUse } from '@/components/ui/on-use'
import { formatCount } from '@/lib/client/format'
import { laterResolver } from '@/lib/client/later-resolver'
import { limitsQuery } from '@/lib/client/queries'
import { isOutside, type ProviderName, providerTitles } from '@/lib/domain/connections/rules'
import type { ProviderWire } from '@/lib/domain/connections/schema'
import type { ConversationCreate } from '@/lib/domain/conversations/schema/request'
import type { PersonaChoice } from '@/lib/domain/personas/schema'
import type { Replica } from '@/lib/domain/replicas/schema'
import type { WorkspaceLimits } from '@/lib/domain/usage/schema'
import { BackgroundField } from './background-field'
import { CastFields } from './cast-fields'
import type { FormPart } from './form-part'
import { KnowledgeFields } from './knowledge-fields'
import { MemoryField } from './memory-field'
import { OptionFields } from './option-fields'
import { Outcome } from './outcome'
import { type Chosen, choicesOf, sentOf, startOf } from './place'
import { ProviderField } from './provider-field'
import { type Refusal, Refused } from './refused'
import { RequestCode } from './request-code'
import { TextFields } from './text-fields'
import { TimeFields } from './time-fields'
import { type DraftControl, useDraft } from './use-draft'

const OutsideCastFields = onUse(() => import('./outside-cast-fields').then((part) => part.OutsideCastFields))

const check = laterResolver<ConversationCreate>(
  async () => (await import('@/lib/domain/conversations/schema/request')).conversationCreate,
  { raw: true },
)
/** What is not sent is not checked either: nobody could see what is wrong with it. */
const resolver: typeof check = (values, ...others) => check(sentOf(values), ...others)

type CreateFormProps = {
  accountId: string
  personas: PersonaChoice[]
  replicas: Replica[]
  documents: KnownDocument[]
  limits: WorkspaceLimits
  providers: ProviderWire[]
  /** Chosen elsewhere ("Use in a conversation"). */
  chosen: Chosen
  create: (requestKey: string, values: ConversationCreate) => Promise<SaveAnswer>
  end: EndAction
  endForeign: EndForeignAction
}

type Limits = Omit<WorkspaceLimits, 'as_of'>
/** The limits without when they were read, which would draw the whole form anew at each reading. */
const timeless = ({ as_of: _, ...limits }: WorkspaceLimits): Limits => limits

/** Takes presses once the page is its own. It alone is drawn again for that. */
function CreateButton({ busy }: { busy: boolean }) {
  const t = useTranslations('conversations.createForm')
  const hydrated = useHydrated()
  return (
    <Button type="submit" variant="primary" size="lg" busy={busy} disabled={!hydrated}>
      {busy ? t('creating') : t('createConversation')}
    </Button>
  )
}

/** Id of what the choice of a provider is called by. */
const runsOn = 'runs-on'

function Section({ title, id, children }: { title: string; id?: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4 border-border border-b py-6 first:pt-0 last:border-b-0">
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      {children}
    </section>
  )
}

/** Creates a conversation. What is typed survives a reload, an expired session and every refusal. */
export function CreateForm({
  accountId,
  personas,
  replicas,
  documents,
  limits: initial,
  providers,
  chosen,
  create,
  end,
  endForeign,
}: CreateFormProps) {
  const t = useTranslations('conversations.createForm')
  const form = useForm<ConversationCreate>({
    resolver,
    defaultValues: startOf(providers, chosen),
    mode: 'onTouched',
  })
  const { data: limits } = useQuery({ ...limitsQuery(), initialData: initial, select: timeless })
  const draft = useDraft(accountId, form, { chosen, providers })
  const [created, setCreated] = useState(false)
  const [refusal, setRefusal] = useState<Refusal>()
  const { control, getValues } = form
  const provider: ProviderName = useWatch({ control, name: 'provider' }) ?? 'studio'
  const runsHere = !isOutside(provider)

  const submit = form.handleSubmit(async (values) => {
    setRefusal(undefined)
    // Before anything is sent: a reload while the answer is awaited must ask under the same key.
    draft.keep(false)
    const answer = await create(draft.requestKey.current, values).catch(() => null)
    if (!answer) {
      setRefusal({ code: 'unreachable', message: t('noAnswer'), provider })
    } else if (answer.ok) {
      draft.forget()
      setCreated(true)
      // A full load: the call page has headers of its own for the frame and the devices.
      window.location.assign(`/conversations/${answer.id}`)
    } else {
      refuse(answer)
    }
  })

  const refuse = (answer: Extract<SaveAnswer, { ok: false }>) => {
    const { code, message, field } = answer
    // Nothing was made, so the next try is a request of its own. A lapsed session decided nothing.
    draft.keep(code !== 'signed-out')
    if (field && field in getValues()) {
      form.setError(field as 'persona_id', { message: wordsOf(answer) }, { shouldFocus: true })
    }
    setRefusal({ code, message, field, provider })
  }

  const busy = form.formState.isSubmitting || created
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => (busy ? event.preventDefault() : submit(event))}
      className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem] lg:gap-12"
    >
      <div className="min-w-0">
        <FilledNotice
          draft={draft}
          onStartEmpty={() => {
            draft.startEmpty()
            setRefusal(undefined)
          }}
        />
        {choicesOf(providers).length > 0 && (
          <Section title={t('runsOn')} id={runsOn}>
            <ProviderField form={form} providers={providers} labelledBy={runsOn} />
          </Section>
        )}
        <Section title={t('whoTalks')}>
          {isOutside(provider) ? (
            <OutsideCastFields form={form} provider={provider} choose={draft.choose} />
          ) : (
            <CastFields form={form} personas={personas} replicas={replicas} />
          )}
        </Section>
        <Section title={t('whatIsSaid')}>
          <TextFields form={form} personas={runsHere ? personas : null} />
        </Section>
        <Section title={t('callTime')}>
          <TimeFields form={form} longest={limits.max_call_duration} />
        </Section>
        <Section title={t('options')}>
          {runsHere && <BackgroundField form={form} personas={personas} replicas={replicas} />}
          <OptionFields form={form} provider={provider} />
        </Section>
        <Section title={t('knowledge')}>
          {runsHere ? (
            <KnowledgeFields form={form} documents={documents} />
          ) : (
            <p className="text-muted">{t('knowledgeOutside', { name: providerTitles[provider] })}</p>
          )}
          <MemoryField form={form} provider={provider} />
        </Section>
      </div>
      <aside
        aria-label={t('whatWillHappen')}
        className="flex min-w-0 flex-col gap-5 border-border border-t pt-6 lg:sticky lg:top-19 lg:max-h-[calc(100dvh-6rem)] lg:self-start lg:overflow-y-auto lg:border-t-0 lg:pt-0 lg:pr-1 lg:pb-1"
      >
        <Outcome form={form} provider={provider} personas={personas} replicas={replicas} limits={limits} />
        <div className="flex flex-col gap-3 border-border border-t pt-5">
          {refusal && <Refused refusal={refusal} limits={limits} end={end} endForeign={endForeign} />}
          <WhatItTakes form={form} provider={provider} limits={limits} />
          <CreateButton busy={busy} />
          <CopyButton variant="link" className="self-start" text={() => formAddress(getValues())}>
            {t('copyLinkToThisForm')}
          </CopyButton>
        </div>
        <RequestCode form={form} />
      </aside>
    </form>
  )
}

/** An address that opens this form as it is. No server gets the values: browsers do not send what stands after #. */
const formAddress = async (values: ConversationCreate) => {
  const { writeFormLink } = await import('./form-link')
  return `${window.location.origin}/conversations/new${await writeFormLink(sentOf(values))}`
}

/** Says whence the form has what it shows, with the way back. */
function FilledNotice({ draft, onStartEmpty }: { draft: DraftControl; onStartEmpty(): void }) {
  const t = useTranslations('conversations.createForm')
  if (!draft.filled) return null
  const { from, before } = draft.filled
  if (from === 'damaged-link') {
    return (
      <Notice tone="warning" className="mb-6">
        {t('brokenLink')}
      </Notice>
    )
  }
  return (
    <Notice
      className="mb-6"
      action={
        <Button variant="link" size="sm" onClick={before ? draft.goBack : onStartEmpty}>
          {before ? t('backToWhatYouTyped') : t('startEmpty')}
        </Button>
      }
    >
      {from === 'link' ? t('filledByLink') : t('draftIsBack')}
    </Notice>
  )
}

type WhatItTakesProps = FormPart & { provider: ProviderName; limits: Limits }

/** The slot that a conversation takes, and how many are free. */
function WhatItTakes({ form: { control }, provider, limits }: WhatItTakesProps) {
  const t = useTranslations('conversations.createForm')
  const testMode = useWatch({ control, name: 'test_mode' })
  const { limit, live } = limits.concurrency
  return (
    <p className="tabular text-muted text-xs" data-testid="cost-line">
      {testMode
        ? t('testModeIsFree')
        : t('whatItTakes', { limit: formatCount(limit), free: formatCount(Math.max(0, limit - live)) })}
      {!testMode && isOutside(provider) && ` ${t('takesOutside', { name: providerTitles[provider] })}`}
    </p>
  )
}
