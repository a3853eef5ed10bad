import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newReplica } from '@/components/replicas/new-replica'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { keyScope, memberScope } from '@/lib/access/scopes'
import { createKey, createTryItKey, resolveKey, revokeKey } from '@/lib/domain/api-keys/service'
import {
  chooseDefaultProvider,
  connectProvider,
  disconnectProvider,
} from '@/lib/domain/connections/service/connect'
import { copyToProvider } from '@/lib/domain/connections/service/copy'
import { createAtProvider, patchAtProvider, removeAtProvider } from '@/lib/domain/connections/service/manage'
import { renameAtProvider } from '@/lib/domain/connections/service/rename'
import { createConversation } from '@/lib/domain/conversations/service/create'
import { endAllConversations, endConversation } from '@/lib/domain/conversations/service/end'
import { endForeign } from '@/lib/domain/conversations/service/foreign'
import { interactWithReplica } from '@/lib/domain/conversations/service/interact'
import { deleteConversation, eraseConversation } from '@/lib/domain/conversations/service/remove'
import { deleteDocument, recrawlDocument, updateDocument } from '@/lib/domain/documents/service/change'
import { createDocument } from '@/lib/domain/documents/service/create'
import { createUpload } from '@/lib/domain/documents/service/upload'
import { createGuidance, deleteGuidance, patchGuidance } from '@/lib/domain/guidance/service'
import { addMemory, deleteMemory, deleteStore, updateMemory } from '@/lib/domain/memories/service/write'
import { findModels, tryModel } from '@/lib/domain/models/service/try'
import { updateModels } from '@/lib/domain/models/service/update'
import { createPersona, deletePersona, patchPersona, updatePersona } from '@/lib/domain/personas/service'
import { createReplica, deleteReplica, updateReplica } from '@/lib/domain/replicas/service'
import type { MemberScope } from '@/lib/domain/scope'
import {
  createWebhook,
  deleteWebhook,
  testWebhook,
  updateWebhook,
} from '@/lib/domain/webhooks/service/endpoints'
import { replayDelivery, replayFailed } from '@/lib/domain/webhooks/service/replay'
import { revealSecret, rotateSecret } from '@/lib/domain/webhooks/service/secrets'
import { inviteMember, withdrawInvitation } from './invitations'
import { changeRole, removeMember } from './members'
import { updateWorkspace } from './update'

let test: TestRegistry<HandClock>
let owner: MemberScope
let viewer: MemberScope
beforeAll(async () => {
  test = await testRegistry()
  owner = await test.member()
  const { accountId } = await test.member({}, 'viewer')
  const { workspaceId } = owner
  await test.database.member.create({
    data: { workspaceId, accountId, role: 'viewer', createdAt: test.clock.now() },
  })
  viewer = memberScope({ accountId, workspaceId, role: 'viewer', sessionId: 'viewing' })
})
afterAll(() => test.close())

const origin = 'http://localhost'
const request = { persona_name: 'P', system_prompt: 'You talk.' }

/** Every write of the workspace's things. */
const writes: Record<string, (scope: MemberScope, id: string) => Promise<unknown>> = {
  createConversation: (scope) => createConversation(scope, { persona_id: 'pdced222244b' }, { origin }),
  endConversation: (scope, id) => endConversation(scope, id, origin),
  endAllConversations: (scope) => endAllConversations(scope),
  deleteConversation: (scope, id) => deleteConversation(scope, id),
  eraseConversation: (scope, id) => eraseConversation(scope, id),
  interactWithReplica: (scope, id) => interactWithReplica(scope, id, {}),
  connectProvider: (scope) => connectProvider(scope, 'tavus', { api_key: 'key' }),
  disconnectProvider: (scope) => disconnectProvider(scope, 'tavus'),
  chooseDefaultProvider: (scope) => chooseDefaultProvider(scope, 'studio'),
  endForeign: (scope, id) => endForeign(scope, 'tavus', id),
  createAtProvider: (scope) => createAtProvider(scope, { provider: 'tavus', kind: 'persona' }, {}),
  patchAtProvider: (scope) => patchAtProvider(scope, { provider: 'tavus', kind: 'persona', id: 'p1' }, []),
  removeAtProvider: (scope) => removeAtProvider(scope, { provider: 'tavus', kind: 'persona', id: 'p1' }),
  renameAtProvider: (scope) => renameAtProvider(scope, { provider: 'tavus', kind: 'persona', id: 'p1' }, 'P'),
  copyToProvider: (scope) => copyToProvider(scope, 'tavus', { personaId: 'p1', replicaId: 'r1' }),
  createPersona: (scope) => createPersona(scope, request, crypto.randomUUID()),
  updatePersona: (scope) => updatePersona(scope, 'p1', request),
  patchPersona: (scope) => patchPersona(scope, 'p1', []),
  deletePersona: (scope) => deletePersona(scope, 'p1'),
  createGuidance: (scope) =>
    createGuidance(scope, { kind: 'objectives', body: { data: [] }, requestKey: 'key' }),
  patchGuidance: (scope) => patchGuidance(scope, ['objectives'], 'o1', []),
  deleteGuidance: (scope) => deleteGuidance(scope, ['objectives'], 'o1'),
  updateModels: (scope) => updateModels(scope, { llm: null }),
  tryModel: (scope) =>
    tryModel(scope, test.system, { part: 'llm', endpoint: { base_url: 'https://example.org', model: 'm' } }),
  findModels: (scope) => findModels(scope, test.system),
  createDocument: (scope) =>
    createDocument(scope, { document_url: 'https://example.org/' }, crypto.randomUUID()),
  createUpload: (scope) => createUpload(scope, { document_name: 'A.pdf' }),
  updateDocument: (scope) => updateDocument(scope, 'd1', {}),
  deleteDocument: (scope) => deleteDocument(scope, 'd1'),
  recrawlDocument: (scope) => recrawlDocument(scope, 'd1'),
  addMemory: (scope) => addMemory(scope, 'store', { content: 'A fact.' }, crypto.randomUUID()),
  updateMemory: (scope) => updateMemory(scope, 'store', 'm1', { content: 'A fact.' }),
  deleteMemory: (scope) => deleteMemory(scope, 'store', 'm1'),
  deleteStore: (scope) => deleteStore(scope, 'store'),
  createReplica: (scope) => createReplica(scope, newReplica, crypto.randomUUID()),
  updateReplica: (scope) => updateReplica(scope, 'r1', newReplica),
  deleteReplica: (scope) => deleteReplica(scope, 'r1'),
  createKey: (scope) => createKey(scope, { name: 'Robot' }),
  createTryItKey: (scope) => createTryItKey(scope, 'write'),
  revokeKey: (scope) => revokeKey(scope, 'k1'),
  createWebhook: (scope) => createWebhook(scope, { url: 'https://example.org/' }, crypto.randomUUID()),
  updateWebhook: (scope) => updateWebhook(scope, 'w1', { enabled: false }),
  deleteWebhook: (scope) => deleteWebhook(scope, 'w1'),
  testWebhook: (scope) => testWebhook(scope, 'w1'),
  revealSecret: (scope) => revealSecret(scope),
  rotateSecret: (scope) => rotateSecret(scope, {}),
  replayDelivery: (scope) => replayDelivery(scope, 'd1'),
  replayFailed: (scope) => replayFailed(scope, {}),
  updateWorkspace: (scope) => updateWorkspace(scope, { name: 'Mine now' }),
  inviteMember: (scope) => inviteMember(scope, 'viewer'),
  withdrawInvitation: (scope) => withdrawInvitation(scope, 'i1'),
  changeRole: (scope) => changeRole(scope, owner.accountId, 'viewer'),
  removeMember: (scope) => removeMember(scope, owner.accountId),
}

/** What a person does with what is theirs alone, and what changes nothing. */
const own = [
  ...['signOut', 'signOutEverywhere', 'switchWorkspace', 'changePassword', 'acceptInvitation'],
  ...['connectIdentity', 'disconnectIdentity'],
  ...['joinConversation', 'speakSample', 'findOwn', 'findBackground', 'keepBackground'],
  ...['resolveWish', 'listForeign', 'readAtProvider'],
]

describe('a viewer', () => {
  it.each(Object.keys(writes))('is refused %s by the service', async (name) => {
    const { conversation_id: id } = await createConversation(
      owner,
      { persona_id: 'pdced222244b', test_mode: true },
      { origin },
    )
    await expect(writes[name]?.(viewer, id)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is refused by a key, too, that was made before they became one', async () => {
    const { key } = await createKey({ ...viewer, role: 'member' }, { name: 'Robot' })
    const found = await resolveKey(test.system, key, '')
    if (!found || 'refused' in found) throw new Error('The key is not known.')
    await expect(
      createConversation(keyScope(found.holder), { persona_id: 'pdced222244b' }, { origin }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('has been tried on every write there is', () => {
    const domain = resolve(import.meta.dirname, '../..')
    const services = readdirSync(domain, { recursive: true, encoding: 'utf8' }).filter(
      (path) => /(^|[\\/])service([\\/]|\.ts$)/.test(path) && /(?<!\.test)\.ts$/.test(path),
    )
    const scoped = services.flatMap((path) =>
      [
        ...readFileSync(join(domain, path), 'utf8').matchAll(
          /export async function (\w+)\(\s*scope: (?:Member|Workspace)Scope/g,
        ),
      ].map(([, name]) => String(name)),
    )
    expect(scoped.length).toBeGreaterThan(15)
    expect(scoped.filter((name) => !(name in writes) && !own.includes(name))).toEqual([])
  })
})
