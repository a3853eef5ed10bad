import type { Metadata } from 'next'
import { endAction } from '@/app/(dashboard)/actions'
import { memberOrSignIn } from '@/app/scope'
import { CreateForm } from '@/components/conversations/create-form'
import { PageHeader } from '@/components/ui/page-header'
import { listPersonas } from '@/lib/domain/personas/queries'
import { listReplicas } from '@/lib/domain/replicas/queries'
import { workspaceLimits } from '@/lib/domain/usage/queries/limits'
import { createConversationAction } from './actions'

export const metadata: Metadata = { title: 'New conversation' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined)

export default async function NewConversationPage({ searchParams }: Props) {
  const scope = await memberOrSignIn('/conversations/new')
  const [query, personas, replicas, limits] = await Promise.all([
    searchParams,
    listPersonas(scope, { limit: 1000, page: 1 }),
    listReplicas(scope, { limit: 1000, page: 1 }),
    workspaceLimits(scope),
  ])
  const persona = one(query.persona)
  const replica = one(query.replica)
  return (
    <>
      <PageHeader title="New conversation">
        A replica waits in a room of its own. You join it in the page, others by the meeting link.
      </PageHeader>
      <CreateForm
        accountId={scope.accountId}
        personas={personas.data}
        replicas={replicas.data}
        limits={limits}
        chosen={{ ...(persona && { persona_id: persona }), ...(replica && { replica_id: replica }) }}
        create={createConversationAction}
        end={endAction}
      />
    </>
  )
}
