import type * as z from 'zod'
import type { ConversationVerbose, conversation } from '@/lib/domain/conversations/schema/response'
import type { ConversationTurn, ConversationTurnVerbose } from '@/lib/domain/conversations/schema/turns'
import type { Document, PassageList } from '@/lib/domain/documents/schema'
import type { guardrail, objectives } from '@/lib/domain/guidance/schema'
import type { MemoryWire } from '@/lib/domain/memories/schema'
import { secretMask } from '@/lib/domain/models/rules/secrets'
import type { WorkspaceModels } from '@/lib/domain/models/schema'
import type { Persona } from '@/lib/domain/personas/schema'
import { exampleLook, type Replica } from '@/lib/domain/replicas/schema'
import type { ApiRequest } from '@/lib/domain/requests/schema'
import type { Usage, WorkspaceLimits } from '@/lib/domain/usage/schema'
import type { Delivery, DeliveryVerbose, Webhook, WebhookSecret } from '@/lib/domain/webhooks/schema'

/** What answers of the reference show: one thing of each kind, under the first name of what has two. */

const created = '2026-01-20T12:00:00.000000Z'
const instants = { created_at: created, updated_at: created }

/** What is said of every change by JSON Patch. */
export const patchText =
  'A JSON Patch (RFC 6902): a list of operations, applied as a whole or not at all. `304` says that nothing changed.'

export const exampleConversation: z.infer<typeof conversation> = {
  conversation_id: 'c477c9dd7aa6e4fe',
  conversation_name: 'Opening hours',
  status: 'active',
  conversation_url: 'http://localhost:3000/rooms/c477c9dd7aa6e4fe',
  callback_url: '',
  replica_id: 'r90bbd427f71',
  persona_id: 'pdced222244b',
  ...instants,
  replica_name: 'Anna',
  persona_name: 'Receptionist',
  ended_at: null,
  duration: null,
  cost: null,
  shutdown_reason: null,
  end_cause: null,
  test_mode: false,
  provider: 'studio',
  provider_conversation_id: null,
}

export const exampleDocument: Document = {
  document_id: 'd8a5c71baca8',
  document_name: 'Returns',
  document_url: 'https://example.com/help/returns',
  status: 'ready',
  progress: 100,
  error_message: null,
  error_detail: null,
  tags: ['support'],
  callback_url: null,
  source: 'url',
  format: 'html',
  bytes: 48_213,
  page_count: 1,
  word_count: 412,
  passage_count: 3,
  language: 'english',
  crawl_config: { depth: 2, max_pages: 20 },
  crawled_urls: ['https://example.com/help/returns'],
  last_crawled_at: created,
  crawl_count: 1,
  ...instants,
}

export const exampleMemory: MemoryWire = {
  memory_id: 'm5f1c0a9e27b4',
  memory_store: 'ana-tutor',
  content: 'Ana lives in Oslo.',
  by_hand: false,
  conversation_id: 'c477c9dd7aa6e4fe',
  conversation_name: 'First lesson',
  ...instants,
}

export const examplePassage: PassageList['data'][number] = {
  number: 0,
  place: 'Returns',
  text: 'Returns\nYou may return anything within 30 days, in the box it came in.',
}

export const exampleVerbose: ConversationVerbose = {
  ...exampleConversation,
  status: 'ended',
  ended_at: '2026-01-20T12:05:00.000000Z',
  duration: 300,
  shutdown_reason: 'end_conversation_endpoint_hit',
  end_cause: 'api',
  events: [
    {
      event_type: 'system.shutdown',
      timestamp: '2026-01-20T12:05:00.000000Z',
      properties: { shutdown_reason: 'end_conversation_endpoint_hit' },
    },
  ],
  transcript: [
    {
      role: 'assistant',
      content: 'Good morning, how can I help?',
      speaker: 'Anna',
      timestamp: 1768910405.25,
      seconds_from_start: 5.25,
      duration: 1.8,
      interrupted: false,
      sources: [],
      inference_id: '5f0c7a52-93a4-4d0e-8f53-1b7f3c3a9a77',
    },
  ],
  participants: [
    {
      session_id: '0b1e6a52-6f0c-4d0e-9a53-6f1f3c3a9a10',
      name: 'Ana',
      joined_at: '2026-01-20T12:00:04.000000Z',
      left_at: '2026-01-20T12:05:00.000000Z',
      reconnecting: false,
    },
  ],
  recordings: [],
  settings: { audio_only: false },
  models: {
    pipeline_mode: 'full',
    llm: { base_url: 'http://127.0.0.1:11434/v1', model: 'llama3.2' },
    tts: null,
    stt: null,
    turn_taking_patience: 'medium',
    replica_interruptibility: 'medium',
    voice_fallback: null,
  },
  deadline: null,
}

export const exampleTurn: ConversationTurn = {
  turn: 3,
  inference_id: '5f0c7a52-93a4-4d0e-8f53-1b7f3c3a9a77',
  kind: 'speech',
  session_id: '0b1e6a52-6f0c-4d0e-9a53-6f1f3c3a9a10',
  timestamp: 1768910404.4,
  seconds_from_start: 4.4,
  stages: { endpoint: 250, transcription: 410, thinking: 690, voice: 780, sending: 800 },
  heard: 884,
  model: 'qwen3:4b',
  problem: null,
}

export const exampleTurnVerbose: ConversationTurnVerbose = {
  ...exampleTurn,
  prompt: {
    messages: [
      { role: 'system', content: 'You are the receptionist of a small hotel. Answer in two sentences.' },
      { role: 'user', content: 'When is breakfast?' },
    ],
    parts: [
      { kind: 'prompt', tokens: 16, dropped: 0 },
      { kind: 'message', tokens: 5, dropped: 0 },
    ],
    budget: 6000,
  },
}

export const examplePersona: Persona = {
  persona_id: 'p3b1f0c9d2e4',
  persona_name: 'Front desk',
  persona_type: 'user',
  system_prompt: 'You are the receptionist of a small hotel. Answer in two sentences.',
  context: 'Breakfast is from seven to ten.',
  default_replica_id: 'r90bbd427f71',
  language: null,
  pipeline_mode: 'full',
  layers: { llm: { model: 'tavus-gpt-oss' } },
  document_ids: [],
  document_tags: [],
  objectives_id: null,
  guardrails_id: null,
  guardrail_ids: [],
  guardrail_tags: [],
  ...instants,
}

export const exampleModels: WorkspaceModels = {
  llm: { base_url: 'https://api.openai.com/v1', model: 'gpt-4.1-mini', api_key: secretMask },
  tts: null,
  stt: null,
}

export const exampleReplica: Replica = {
  replica_id: 'r5c1d7e90a2b',
  replica_name: 'Mara',
  replica_type: 'user',
  thumbnail_video_url: null,
  training_progress: '100/100',
  status: 'completed',
  model_name: 'colloquy-studio',
  error_message: null,
  ...instants,
  look: exampleLook,
  voice: { variant: 'f2', pitch: 50, rate: 165, gender: 'female' },
}

export const exampleObjectives: z.infer<typeof objectives> = {
  objectives_id: 'o7d20e6b1c3f',
  objective_name: 'Learn_the_name',
  status: 'active',
  data: [
    {
      objective_name: 'Learn_the_name',
      objective_prompt: 'Ask for the name of the guest.',
      output_variables: ['guest_name'],
    },
  ],
  ...instants,
}

export const exampleGuardrail: z.infer<typeof guardrail> = {
  uuid: 'g19f4a3c7d58',
  guardrail_name: 'No_prices',
  guardrail_prompt: 'Never name a price.',
  modality: 'verbal',
  ...instants,
}

const price = { per_minute: 0.25, currency: 'EUR' }

const exampleLatency: Usage['latency'] = {
  turns: 12,
  measured: 11,
  heard: { p50: 884, p95: 1310.5 },
  stages: {
    endpoint: { p50: 250, p95: 250 },
    transcription: { p50: 410, p95: 620 },
    thinking: { p50: 690, p95: 1090 },
    voice: { p50: 780, p95: 1190 },
    sending: { p50: 800, p95: 1210 },
  },
}

export const exampleUsage: Usage = {
  from: '2026-01-19',
  to: '2026-01-20',
  as_of: created,
  total: { seconds: 300, conversations: 1 },
  live: { conversations: 0 },
  peak_concurrency: 1,
  latency: exampleLatency,
  price,
  previous: { from: '2026-01-17', to: '2026-01-18', seconds: 0, conversations: 0 },
  days: [
    { day: '2026-01-19', seconds: 0, conversations: 0, groups: {} },
    { day: '2026-01-20', seconds: 300, conversations: 1, groups: { pdced222244b: 300 } },
  ],
  groups: [
    { id: 'pdced222244b', name: 'Receptionist', seconds: 300, conversations: 1, latency: exampleLatency },
  ],
}

export const exampleLimits: WorkspaceLimits = {
  as_of: created,
  concurrency: { limit: 3, live: 0 },
  live: [],
  minutes: {
    limit: 1000,
    used_seconds: 300,
    left_seconds: 59_700,
    period_start: '2026-01-01',
    period_end: '2026-01-31',
  },
  max_call_duration: 3600,
  price,
  budget: null,
}

export const exampleWebhook: Webhook = {
  webhook_id: 'w5d1c8a0be72',
  url: 'https://hooks.example.org/colloquy',
  description: '',
  event_types: ['system.shutdown', 'application.transcription_ready'],
  enabled: true,
  disabled_at: null,
  disabled_reason: null,
  ...instants,
}

const exampleAttempt = { number: 1, at: created, duration_ms: 84, status_code: 204, error: null }

export const exampleDelivery: Delivery = {
  delivery_id: '5f0d8c1e-3b1f-4a57-9c0d-2f6f1f0f7a11',
  event_id: '0b6a7c52-8a0e-4f0e-9d6a-3f1f4f6f2b10',
  event_type: 'system.shutdown',
  conversation_id: 'c477c9dd7aa6e4fe',
  webhook_id: exampleWebhook.webhook_id,
  url: exampleWebhook.url,
  status: 'delivered',
  attempts: 1,
  last_attempt: exampleAttempt,
  next_attempt_at: null,
  problem: null,
  created_at: created,
  done_at: created,
}

export const exampleDeliveryVerbose: DeliveryVerbose = {
  ...exampleDelivery,
  body: '{"properties":{"replica_id":"r90bbd427f71","shutdown_reason":"end_conversation_endpoint_hit"},"conversation_id":"c477c9dd7aa6e4fe","event_type":"system.shutdown","message_type":"system"}',
  history: [
    {
      ...exampleAttempt,
      request_headers: { 'webhook-id': exampleDelivery.event_id, 'webhook-timestamp': '1768910400' },
      answer_headers: { 'content-length': '0' },
      answer_body: '',
    },
  ],
}

export const exampleSecret: WebhookSecret = {
  secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
  created_at: created,
  expires_at: null,
  previous: [],
}

export const exampleRequest: ApiRequest = {
  id: '8a7c2f63-1f0b-4a3a-8f5e-6b1f5b9d2c40',
  request_id: 'booking-4711',
  timestamp: created,
  method: 'POST',
  path: '/v2/conversations',
  query: '',
  status: 400,
  duration: 12,
  api_key_id: '2e9d5a14-7c1a-4c2b-a7a5-95a0d7c3b8f1',
  api_key_name: 'Booking site',
  address: '203.0.113.7',
  user_agent: 'booking/1.4',
  idempotency_key: 'booking-4711',
  subject_id: null,
}
