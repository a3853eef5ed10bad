'use client'

import { Copy, Pencil, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { CopyPersona as CopyTo } from '@/components/connections/answers'
import { CopyPersona } from '@/components/connections/copy-persona'
import { languageInWords } from '@/components/conversations/words'
import { Portrait } from '@/components/replicas/portrait'
import type { ActionAnswer } from '@/components/shell/answers'
import { ConfirmDialog } from '@/components/shell/confirm-dialog'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Link } from '@/components/ui/link'
import { PageHeader } from '@/components/ui/page-header'
import type { ProviderList } from '@/lib/domain/connections/schema'
import type { Persona } from '@/lib/domain/personas/schema'
import type { Replica } from '@/lib/domain/replicas/schema'
import { PersonaModels } from './persona-models'

function Text({ title, text, none }: { title: string; text: string; none: string }) {
  return (
    <section className="border-border border-t py-5">
      <h2 className="mb-2 font-semibold">{title}</h2>
      <p dir="auto" className={`max-w-[75ch] whitespace-pre-wrap ${text ? '' : 'text-muted'}`}>
        {text || none}
      </p>
    </section>
  )
}

type PersonaDetailProps = {
  persona: Persona
  replica: Replica | null
  /** Whether the reader may make and change personas. */
  mayWrite: boolean
  providers: ProviderList
  remove: (personaId: string) => Promise<ActionAnswer>
  copy: CopyTo
}

/** One persona with everything it is told and knows. */
export function PersonaDetail({ persona, replica, mayWrite, providers, remove, copy }: PersonaDetailProps) {
  const t = useTranslations('personas.personaDetail')
  const words = useTranslations('conversations.words')
  const [asking, setAsking] = useState(false)
  const { persona_id: id } = persona
  const isOwn = persona.persona_type === 'user' && mayWrite
  return (
    <>
      <nav aria-label={t('breadcrumb')} className="mb-3 text-muted text-xs">
        <Link href="/personas" className="underline-offset-4 hover:underline">
          {t('personas')}
        </Link>
      </nav>
      <PageHeader
        title={persona.persona_name}
        actions={
          <>
            {isOwn && (
              <Button variant="ghost" onClick={() => setAsking(true)}>
                <Trash2 aria-hidden />
                {t('delete')}
              </Button>
            )}
            {mayWrite && (
              <Button asChild variant="ghost">
                <Link href={`/personas/new?from=${id}`}>
                  <Copy aria-hidden />
                  {t('duplicate')}
                </Link>
              </Button>
            )}
            {mayWrite && <CopyPersona provider="tavus" initial={providers} persona={persona} copy={copy} />}
            {isOwn && (
              <Button asChild>
                <Link href={`/personas/${id}/edit`}>
                  <Pencil aria-hidden />
                  {t('edit')}
                </Link>
              </Button>
            )}
            <Button asChild variant={isOwn ? 'primary' : undefined}>
              <Link href={`/conversations/new?persona=${id}`}>{t('talkToItNow')}</Link>
            </Button>
          </>
        }
      >
        <span className="font-mono text-xs">{persona.persona_id}</span>
        <CopyButton
          variant="ghost"
          text={persona.persona_id}
          label={t('copyThePersonasId')}
          className="ml-1"
        />
      </PageHeader>
      <div className="mb-6 flex items-center gap-3">
        <Portrait look={replica?.look} className="size-14" />
        <p className="text-muted">
          {replica ? t('playedBy', { replicaName: replica.replica_name }) : t('noReplica')}
          {persona.language && ` ${t('itSpeaks', { language: languageInWords(persona.language, words) })}`}
          {persona.persona_type === 'system' && ` ${t('aStockPersona')}`}
        </p>
      </div>
      <Text title={t('systemPrompt')} text={persona.system_prompt} none={t('none')} />
      <Text title={t('knowledge')} text={persona.context} none={t('knowsNothing')} />
      <PersonaModels persona={persona} />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('deleteTitle', { personaName: persona.persona_name })}
        description={t('deleteDescription')}
        verb={t('deletePersona')}
        act={() => remove(id)}
        onDone={() => window.location.assign('/personas')}
      />
    </>
  )
}
