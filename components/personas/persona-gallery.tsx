import { useTranslations } from 'next-intl'
import { Portrait } from '@/components/replicas/portrait'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Link } from '@/components/ui/link'
import type { Persona } from '@/lib/domain/personas/schema'
import type { Replica } from '@/lib/domain/replicas/schema'

/** Every persona, with the start of what it is told. */
export function PersonaGallery({ personas, replicas }: { personas: Persona[]; replicas: Replica[] }) {
  const t = useTranslations('personas.personaGallery')
  const faces = new Map(replicas.map((replica) => [replica.replica_id, replica]))
  return (
    <ul className="grid gap-x-8 md:grid-cols-2">
      {personas.map((persona) => {
        const replica = faces.get(persona.default_replica_id ?? '')
        return (
          <li key={persona.persona_id} className="flex gap-4 border-border border-t py-5">
            <Portrait look={replica?.look} className="size-16" />
            <div className="flex min-w-0 flex-1 flex-col gap-1.5">
              <h2 className="flex flex-wrap items-center gap-2 font-medium">
                <Link
                  dir="auto"
                  href={`/personas/${persona.persona_id}`}
                  className="underline-offset-4 hover:underline"
                >
                  {persona.persona_name}
                </Link>
                {persona.persona_type === 'system' && <Badge>{t('stock')}</Badge>}
              </h2>
              <p dir="auto" className="line-clamp-3 text-muted">
                {persona.system_prompt}
              </p>
              <p className="text-muted text-xs">
                {replica ? t('playedBy', { replicaName: replica.replica_name }) : t('noReplica')} ·{' '}
                <span className="font-mono">{persona.persona_id}</span>
              </p>
              <Button asChild size="sm" className="mt-1 self-start">
                <Link href={`/conversations/new?persona=${persona.persona_id}`}>
                  {t.rich('useInAConversation', {
                    part: () => <span className="sr-only">: {persona.persona_name}</span>,
                  })}
                </Link>
              </Button>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
