import { Portrait } from '@/components/replicas/portrait'
import { isOutside } from '@/lib/domain/connections/rules'
import type { Conversation } from '@/lib/domain/conversations/schema/response'
import type { Look } from '@/lib/domain/replicas/schema'
import { Initial } from './initial'

type FaceProps = {
  conversation: Pick<Conversation, 'provider' | 'replica_name'>
  /** Of a replica of ours; undefined where it is gone, and outside. */
  look: Look | undefined
  className?: string
}

/** Who talks in a conversation: as it is drawn, or by the first letter of its name where its face is not ours to show. */
export function Face({ conversation, look, className }: FaceProps) {
  return isOutside(conversation.provider) ? (
    <Initial name={conversation.replica_name} className={className} />
  ) : (
    <Portrait look={look} className={className} />
  )
}
