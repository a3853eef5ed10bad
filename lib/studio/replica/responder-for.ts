import type { RoomDescription } from '@/lib/protocol/studio'
import type { Responder } from '@/lib/studio/replica/replica'
import type { Source } from '@/lib/studio/replica/responder/mind'
import { createResponder } from '@/lib/studio/replica/responder/responder'

/** Answers for the replica of this room, which knows two things: its persona's knowledge and what the conversation was created with. */
export function responderFor({ cast, conversationalContext }: RoomDescription): Responder {
  const sourcesWith = (context: string): Source[] => [
    { kind: 'persona', text: cast.persona.context },
    { kind: 'context', text: context },
  ]
  const { respond, learn } = createResponder({
    personaName: cast.persona.name,
    replicaName: cast.replica.name,
    systemPrompt: cast.persona.systemPrompt,
    sources: sourcesWith(conversationalContext),
  })
  return { respond, learn: (context) => learn(sourcesWith(context)) }
}
