import { describe, expect, it } from 'vitest'
import type { CatalogueWire } from '@/lib/domain/connections/schema'
import { refusal } from '@/lib/domain/connections/service/account'
import { type ConversationCreate, conversationCreate } from '@/lib/domain/conversations/schema/request'
import { ProviderProblem } from '@/lib/providers/account'
import {
  choicesOf,
  emptyForm,
  firstCast,
  fitting,
  movedTo,
  saysAccountIsFull,
  sentOf,
  startOf,
} from './place'

const workspace = (is_connected: boolean, usual: 'studio' | 'tavus' = 'studio') => [
  { provider: 'studio' as const, is_default: usual === 'studio', is_connected: true },
  { provider: 'tavus' as const, is_default: usual === 'tavus', is_connected },
]

const persona = (persona_id: string, default_replica_id: string | null) => ({
  persona_id,
  persona_name: `Persona ${persona_id}`,
  persona_type: 'user' as const,
  default_replica_id,
})
const replica = (replica_id: string, is_ready = true) => ({
  replica_id,
  replica_name: `Replica ${replica_id}`,
  replica_type: 'user' as const,
  is_ready,
})
const account = (
  personas: CatalogueWire['personas'],
  replicas: CatalogueWire['replicas'],
): CatalogueWire => ({ personas, replicas, read_at: '2026-01-01T00:00:00.000000Z' })

describe('what the form begins with', () => {
  it('has no provider where none is connected, whatever is asked', () => {
    expect(choicesOf(workspace(false))).toEqual([])
    expect(startOf(workspace(false))).toEqual(emptyForm)
    expect(startOf(workspace(false), { provider: 'tavus' })).toEqual(emptyForm)
  })

  it('names the provider once there is a choice: the one asked for, or the default', () => {
    expect(choicesOf(workspace(true))).toEqual(['studio', 'tavus'])
    expect(startOf(workspace(true))).toEqual({ ...emptyForm, provider: 'studio' })
    expect(startOf(workspace(true, 'tavus'))).toEqual({ ...emptyForm, provider: 'tavus', persona_id: '' })
    expect(startOf(workspace(true, 'tavus'), { provider: 'studio' }).provider).toBe('studio')
    expect(startOf(workspace(true), { provider: 'tavus' }).provider).toBe('tavus')
  })

  it('is the studio for a persona or replica that does not say whose it is', () => {
    expect(startOf(workspace(true, 'tavus'), { persona_id: 'p1' })).toMatchObject({
      provider: 'studio',
      persona_id: 'p1',
    })
    expect(startOf(workspace(true), { replica_id: 'r1', provider: 'tavus' })).toMatchObject({
      provider: 'tavus',
      persona_id: '',
      replica_id: 'r1',
    })
  })

  it('takes values of before where they can still run', () => {
    const there: ConversationCreate = { provider: 'tavus', persona_id: 'p1' }
    expect(fitting(there, ['studio', 'tavus'])).toEqual(there)
    expect(fitting(there, [])).toEqual({ persona_id: 'p1' })
    expect(fitting({ persona_id: 'p1' }, ['studio', 'tavus'])).toEqual({
      provider: 'studio',
      persona_id: 'p1',
    })
  })

  it('moves elsewhere without its cast, and keeps the rest', () => {
    const here: ConversationCreate = {
      provider: 'studio',
      persona_id: 'p1',
      replica_id: 'r1',
      audio_only: true,
    }
    expect(movedTo(here, 'studio')).toBe(here)
    expect(movedTo(here, 'tavus')).toEqual({
      provider: 'tavus',
      persona_id: '',
      replica_id: '',
      audio_only: true,
    })
  })
})

describe('what is sent', () => {
  const storage = {
    provider: 's3' as const,
    bucket_name: 'b-1',
    bucket_region: 'eu-central-1',
    assume_role_arn: 'arn:aws:iam::123456789012:role/recorder',
  }
  const full: ConversationCreate = {
    persona_id: 'p1',
    memory_stores: ['ana'],
    document_ids: ['d1'],
    document_tags: ['prices'],
    document_retrieval_strategy: 'quality',
    require_auth: true,
    properties: {
      language: 'french',
      apply_greenscreen: true,
      background: { type: 'image', image: '' },
      guests_may_record: true,
      enable_recording: true,
    },
  }

  it('is all of it for the studio', () => {
    expect(sentOf(full)).toBe(full)
    expect(sentOf({ ...full, provider: 'studio' })).toEqual({ ...full, provider: 'studio' })
  })

  it('is for Tavus what Tavus can run', () => {
    const sent = sentOf({ ...full, provider: 'tavus' })
    expect(sent).toEqual({
      provider: 'tavus',
      persona_id: 'p1',
      memory_stores: ['ana'],
      require_auth: true,
      properties: { language: 'french', apply_greenscreen: true },
    })
    // An image that was never chosen is in the way of nothing there.
    expect(conversationCreate.safeParse(full).success).toBe(false)
    expect(conversationCreate.safeParse(sent).success).toBe(true)
  })

  it('records at Tavus into a bucket only', () => {
    const properties = { enable_recording: true, recording_storage: storage }
    expect(sentOf({ provider: 'tavus', properties }).properties).toEqual(properties)
    expect(sentOf({ provider: 'tavus', properties: { recording_storage: storage } }).properties).toEqual({})
  })
})

describe('the cast of an account', () => {
  it('begins with the first persona whose own replica can talk', () => {
    const personas = [persona('p1', null), persona('p2', 'r2'), persona('p3', 'r3')]
    expect(firstCast(account(personas, [replica('r2', false), replica('r3')]))).toEqual({
      persona_id: 'p3',
      replica_id: '',
    })
    // A replica that is not listed can be used all the same.
    expect(firstCast(account(personas, []))).toEqual({ persona_id: 'p2', replica_id: '' })
  })

  it('begins with a replica that is ready where no persona has one', () => {
    const replicas = [replica('r1', false), replica('r2')]
    expect(firstCast(account([persona('p1', 'r1')], replicas))).toEqual({
      persona_id: 'p1',
      replica_id: 'r2',
    })
    expect(firstCast(account([], replicas))).toEqual({ persona_id: '', replica_id: 'r2' })
    expect(firstCast(account([], []))).toEqual({ persona_id: '', replica_id: '' })
  })
})

it('knows the refusal of an account without a slot', () => {
  const { message } = refusal(new ProviderProblem('Tavus says: concurrency reached', 'slots'))
  expect(saysAccountIsFull(message)).toBe(true)
  expect(saysAccountIsFull('All 5 slots of this workspace are in use.')).toBe(false)
})
