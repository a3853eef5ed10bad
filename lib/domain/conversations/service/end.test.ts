import { describe, expect, it } from 'vitest'
import { conversationWorld, refusal } from '@/e2e/support/conversations'
import { workspaceLimits } from '@/lib/domain/usage/queries/limits'
import { createConversation } from './create'
import { endAllConversations } from './end'

const world = conversationWorld()

describe('ending all', () => {
  it('frees every slot of the workspace, again and again, and none of another', async () => {
    const origin = 'http://localhost:3000'
    const stranger = await world.member()
    const theirs = await createConversation(stranger, { persona_id: 'pdced222244b' }, { origin })
    const mine = [await world.create(), await world.create()]
    await endAllConversations(world.me)
    await endAllConversations(world.me)
    for (const { conversation_id: id } of mine) {
      expect(await world.read(id)).toMatchObject({ status: 'ended', end_cause: 'requested' })
    }
    expect((await workspaceLimits(world.me)).concurrency.live).toBe(0)
    expect((await workspaceLimits(stranger)).live.map((live) => live.conversation_id)).toEqual([
      theirs.conversation_id,
    ])
  })

  it('is refused to viewers', async () => {
    await world.become({}, 'viewer')
    await expect(endAllConversations(world.me)).rejects.toEqual(refusal('forbidden'))
  })
})
