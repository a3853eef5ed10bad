import type { CatalogueWire, ForeignConversation, ProviderList } from '@/lib/domain/connections/schema'

/** What answers of the reference show of providers outside. */

const read = '2026-01-20T12:00:00.000000Z'

export const exampleProviders: ProviderList = {
  data: [
    {
      provider: 'studio',
      is_default: true,
      is_connected: true,
      base_url: null,
      key_hint: null,
      problem: null,
    },
    {
      provider: 'tavus',
      is_default: false,
      is_connected: true,
      base_url: 'https://tavusapi.com',
      key_hint: '9f3c',
      problem: null,
    },
  ],
}

export const exampleCatalogue: CatalogueWire = {
  personas: [
    {
      persona_id: 'p5d11710002a',
      persona_name: 'Sales Coach',
      persona_type: 'user',
      default_replica_id: 'r4317e64d25a',
    },
  ],
  replicas: [{ replica_id: 'r4317e64d25a', replica_name: 'Nora', replica_type: 'system', is_ready: true }],
  read_at: read,
}

export const exampleForeign: ForeignConversation = {
  conversation_id: 'c9b2f1d4e6a70835',
  conversation_name: 'Made with another tool',
  created_at: read,
}

const persona = {
  persona_name: 'Front desk',
  system_prompt: 'You are the receptionist of a small hotel. Answer in two sentences.',
}
const replica = {
  replica_name: 'Mara',
  train_video_url: 'https://example.com/mara.mp4',
  consent_video_url: 'https://example.com/mara-consents.mp4',
}

/** Personas and replicas of an account: what they are made of, what a creation tells of them, and how they are read. */
export const exampleItems = {
  persona: {
    request: persona,
    made: { persona_id: 'p2f8a61c90b4', persona_name: persona.persona_name, created_at: read },
    whole: { persona_id: 'p2f8a61c90b4', ...persona, pipeline_mode: 'full', created_at: read },
  },
  replica: {
    request: replica,
    made: { replica_id: 'r7c35e20d8f1', status: 'started' },
    whole: {
      replica_id: 'r7c35e20d8f1',
      replica_name: replica.replica_name,
      replica_type: 'user',
      status: 'completed',
      training_progress: '100/100',
      created_at: read,
    },
  },
} as const
