// What the pages read, in one piece that is loaded when something is read first.
export { conversationList, conversationVerbose } from '@/lib/domain/conversations/schema/response'
export { persona, personaList } from '@/lib/domain/personas/schema'
export { replicaList } from '@/lib/domain/replicas/schema'
export { usage, workspaceLimits } from '@/lib/domain/usage/schema'
