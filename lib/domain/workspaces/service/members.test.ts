import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { memberScope } from '@/lib/access/scopes'
import { openSession, readSession, switchWorkspace } from '@/lib/domain/accounts/service/sessions'
import { createKey, resolveKey } from '@/lib/domain/api-keys/service'
import type { MemberScope, Role } from '@/lib/domain/scope'
import { listInvitations, listMembers, listOwnWorkspaces } from '@/lib/domain/workspaces/queries'
import { acceptInvitation, inviteMember, readInvitation, withdrawInvitation } from './invitations'
import { changeRole, removeMember } from './members'

let test: TestRegistry<HandClock>
let owner: MemberScope
beforeAll(async () => {
  test = await testRegistry()
})
afterAll(() => test.close())
beforeEach(async () => {
  owner = await test.member()
})

/** A person of their own, signed in. */
async function stranger(): Promise<MemberScope> {
  const scope = await test.member()
  const sessionId = await test.database.$transaction((tx) => openSession(tx, scope.accountId, 'test'))
  return memberScope({ ...scope, sessionId })
}

/** Somebody of that role in the owner's workspace, looking at it. */
async function colleague(role: Role): Promise<MemberScope> {
  const scope = await stranger()
  await acceptInvitation(scope, await inviteMember(owner, role))
  return memberScope({ ...scope, workspaceId: owner.workspaceId, role })
}

const scopeOf = async ({ sessionId }: MemberScope) => readSession(test.system, sessionId)

describe('an invitation', () => {
  it('lets one person in, with its role, and shows them the workspace at once', async () => {
    const token = await inviteMember(owner, 'viewer')
    expect(await readInvitation(test.system, token, 'a')).toEqual({
      workspaceId: owner.workspaceId,
      workspaceName: 'Test',
      role: 'viewer',
      invitedBy: 'Test',
    })
    const [first, second] = [await stranger(), await stranger()]
    const results = await Promise.allSettled([
      acceptInvitation(first, token),
      acceptInvitation(second, token),
    ])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const guest = results[0]?.status === 'fulfilled' ? first : second
    expect(await scopeOf(guest)).toMatchObject({ workspaceId: owner.workspaceId, role: 'viewer' })
    expect((await listMembers(owner)).map(({ accountId, role }) => [accountId, role])).toEqual([
      [owner.accountId, 'owner'],
      [guest.accountId, 'viewer'],
    ])
    expect(await listInvitations(owner)).toEqual([])
  })

  it('is not spent by whoever is a member already, and changes no role', async () => {
    const token = await inviteMember(owner, 'viewer')
    await acceptInvitation(memberScope({ ...owner, sessionId: (await stranger()).sessionId }), token)
    expect((await listMembers(owner))[0]?.role).toBe('owner')
    await acceptInvitation(await stranger(), token)
  })

  it('is over after seven days, when it is withdrawn, and for who guesses', async () => {
    const [late, withdrawn] = [await inviteMember(owner, 'member'), await inviteMember(owner, 'member')]
    const [newest] = await listInvitations(owner)
    const other = await test.member()
    await withdrawInvitation(other, newest?.id ?? '')
    expect(await listInvitations(owner)).toHaveLength(2)
    for (const { id } of await listInvitations(owner)) await withdrawInvitation(owner, id)
    const fresh = await inviteMember(owner, 'member')
    test.clock.advance(7 * 86_400_000)
    for (const token of [late, withdrawn, fresh, 'guessed', '']) {
      await expect(readInvitation(test.system, token, 'b')).rejects.toMatchObject({ code: 'not-found' })
      await expect(acceptInvitation(await stranger(), token)).rejects.toMatchObject({ code: 'not-found' })
    }
    for (let n = 0; n < 55; n += 1) await readInvitation(test.system, 'guessed', 'b').catch(() => {})
    await expect(readInvitation(test.system, 'guessed', 'b')).rejects.toMatchObject({ code: 'throttled' })
  })
})

describe('a role', () => {
  it.each<[Role, Role, Role, boolean]>([
    ['owner', 'admin', 'owner', true],
    ['owner', 'owner', 'viewer', true],
    ['admin', 'member', 'admin', true],
    ['admin', 'viewer', 'owner', false],
    ['admin', 'owner', 'member', false],
    ['member', 'viewer', 'member', false],
    ['viewer', 'member', 'viewer', false],
  ])('%s makes %s %s: %s', async (own, before, after, may) => {
    const [acting, subject] = [await colleague(own), await colleague(before)]
    const done = await changeRole(acting, subject.accountId, after).then(
      () => true,
      () => false,
    )
    expect(done).toBe(may)
    expect((await scopeOf(subject))?.role).toBe(may ? after : before)
  })

  it('of the last owner stays, and the last owner stays', async () => {
    await expect(changeRole(owner, owner.accountId, 'admin')).rejects.toMatchObject({ code: 'conflict' })
    await expect(removeMember(owner, owner.accountId)).rejects.toMatchObject({ code: 'conflict' })
    const second = await colleague('owner')
    const both = await Promise.allSettled([
      changeRole(owner, owner.accountId, 'admin'),
      changeRole(second, second.accountId, 'admin'),
    ])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('leaving', () => {
  it('ends keys, and shows the person their own workspace again', async () => {
    const guest = await colleague('member')
    const { key } = await createKey(guest, { name: 'Robot' })
    expect(await resolveKey(test.system, key, '')).toMatchObject({ holder: { role: 'member' } })
    await removeMember(guest, guest.accountId)
    expect(await resolveKey(test.system, key, '')).toMatchObject({ refused: 'revoked' })
    const now = await scopeOf(guest)
    expect(now).toMatchObject({ role: 'owner' })
    expect(now?.workspaceId).not.toBe(owner.workspaceId)
    await expect(removeMember(owner, guest.accountId)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('gives somebody without any other workspace one of their own', async () => {
    const guest = await colleague('owner')
    await removeMember(guest, owner.accountId)
    const found = await test.database.member.findMany({ where: { accountId: owner.accountId } })
    expect(found).toMatchObject([{ role: 'owner' }])
    expect(found[0]?.workspaceId).not.toBe(owner.workspaceId)
  })

  it.each<[Role, Role, boolean]>([
    ['admin', 'member', true],
    ['admin', 'owner', false],
    ['member', 'viewer', false],
  ])('%s removes %s: %s', async (own, other, may) => {
    const [acting, subject] = [await colleague(own), await colleague(other)]
    const done = await removeMember(acting, subject.accountId).then(
      () => true,
      () => false,
    )
    expect(done).toBe(may)
  })
})

it('somebody in several workspaces looks at the one they choose, and at none of others', async () => {
  const guest = await colleague('viewer')
  const mine = (await listOwnWorkspaces(guest)).find(({ current }) => !current)
  await switchWorkspace(guest, mine?.id ?? '')
  expect(await scopeOf(guest)).toMatchObject({ workspaceId: mine?.id, role: 'owner' })
  await switchWorkspace(guest, owner.workspaceId)
  expect(await scopeOf(guest)).toMatchObject({ workspaceId: owner.workspaceId, role: 'viewer' })
  const other = await test.member()
  await expect(switchWorkspace(guest, other.workspaceId)).rejects.toMatchObject({ code: 'not-found' })
})
