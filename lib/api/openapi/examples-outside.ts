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
