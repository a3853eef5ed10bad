'use client'

import { Copy, Pencil, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { languageInWords } from '@/components/conversations/words'
import { Portrait } from '@/components/replicas/portrait'
import type { ActionAnswer } from '@/components/shell/answers'
import { ConfirmDialog } from '@/components/shell/confirm-dialog'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { PageHeader } from '@/components/ui/page-header'
import type { Persona } from '@/lib/domain/personas/schema'
import type { Replica } from '@/lib/domain/replicas/schema'

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
  remove: (personaId: string) => Promise<ActionAnswer>
}

/** One persona with everything it is told and knows. */
export function PersonaDetail({ persona, replica, mayWrite, remove }: PersonaDetailProps) {
  const [asking, setAsking] = useState(false)
  const { persona_id: id } = persona
  const isOwn = persona.persona_type === 'user' && mayWrite
  return (
    <>
      <nav aria-label="Breadcrumb" className="mb-3 text-muted text-xs">
        <Link href="/personas" className="underline-offset-4 hover:underline">
          Personas
        </Link>
      </nav>
      <PageHeader
        title={persona.persona_name}
        actions={
          <>
            {isOwn && (
              <Button variant="ghost" onClick={() => setAsking(true)}>
                <Trash2 aria-hidden />
                Delete
              </Button>
            )}
            {mayWrite && (
              <Button asChild variant="ghost">
                <Link href={`/personas/new?from=${id}`}>
                  <Copy aria-hidden />
                  Duplicate
                </Link>
              </Button>
            )}
            {isOwn && (
              <Button asChild>
                <Link href={`/personas/${id}/edit`}>
                  <Pencil aria-hidden />
                  Edit
                </Link>
              </Button>
            )}
            <Button asChild variant={isOwn ? 'primary' : undefined}>
              <Link href={`/conversations/new?persona=${id}`}>Talk to it now</Link>
            </Button>
          </>
        }
      >
        <span className="font-mono text-xs">{persona.persona_id}</span>
        <CopyButton
          variant="ghost"
          text={persona.persona_id}
          label="Copy the persona's id"
          className="ml-1"
        />
      </PageHeader>
      <div className="mb-6 flex items-center gap-3">
        <Portrait look={replica?.look} className="size-14" />
        <p className="text-muted">
          {replica
            ? `Played by ${replica.replica_name} unless another replica is chosen.`
            : 'It has no replica of its own: choose one with it.'}
          {persona.language && ` It speaks ${languageInWords(persona.language)}.`}
          {persona.persona_type === 'system' && ' A stock persona, the same in every workspace.'}
        </p>
      </div>
      <Text title="System prompt" text={persona.system_prompt} none="None." />
      <Text title="Knowledge" text={persona.context} none="It knows nothing beyond its prompt." />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${persona.persona_name}?`}
        description="Conversations it was in stay readable, and those that run go on."
        verb="Delete persona"
        act={() => remove(id)}
        onDone={() => window.location.assign('/personas')}
      />
    </>
  )
}
