import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeOf, operationsOf } from '@/e2e/api/judge'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import type { Tavus } from '@/e2e/support/tavus-account'
import { systemScope } from '@/lib/access/scopes'
import { exampleLook } from '@/lib/domain/replicas/schema'
import { seedStock } from '@/prisma/seed'
import { routes } from '../app'
import { openApi } from './document'

const document = openApi(routes)
const operations = operationsOf(document)
const judge = judgeOf(document)

let api: TestApi
let ann: Person
/** Of Ann's workspace, at Tavus. */
let account: Tavus
beforeAll(async () => {
  api = await startApi()
  await seedStock(systemScope('test'))
  ann = await api.person('Ann', { slots: 500 })
  account = await api.connect(ann)
  account.replicas.push({ id: replica, name: 'Nora', kind: 'user', status: 'completed' })
  const [createdAt, updatedAt] = [api.clock.now(), api.clock.now()]
  await api.database.document.createMany({
    data: ['d8-5c71baca86fc', 'd1'].map((id) => ({
      ...{ id, workspaceId: ann.workspaceId, name: id, status: 'ready', createdAt, updatedAt },
    })),
  })
})
afterAll(() => api.close())

const persona = 'pdced222244b'
const replica = 'r90bbd427f71'
const s3 = { bucket_name: 'our-calls', bucket_region: 'eu-central-1' }
const role = 'arn:aws:iam::123456789012:role/recorder'

/** What clients of the compatible API send: each field of its tables, alone beside what has to be there. */
const conversations: Record<string, unknown>[] = [
  { persona_id: persona },
  { replica_id: replica },
  { persona_id: persona, replica_id: replica },
  { pal_id: persona, face_id: replica },
  { persona_id: persona, pal_id: persona },
  ...[
    { conversation_name: 'Interview' },
    { conversational_context: 'They apply for the position of a cook.' },
    { custom_greeting: 'Good morning.' },
    { enable_dynamic_greeting: true },
    { callback_url: 'https://example.com/hook?token=1' },
    { callback_url: '' },
    { callback_url: null },
    { audio_only: true },
    { memory_stores: ['ana_1'] },
    { document_ids: ['d8-5c71baca86fc'], document_tags: ['menu'] },
    { document_retrieval_strategy: 'speed' },
    { document_retrieval_strategy: 'balanced' },
    { document_retrieval_strategy: 'quality' },
    { test_mode: true },
    { require_auth: true },
    { max_participants: 2 },
    { meeting_url: 'https://meet.google.com/abc-defg-hij' },
    { policy: 'eu' },
    { properties: {} },
    { a_field_of_tomorrow: { any: 'thing' } },
  ].map((more) => ({ persona_id: persona, ...more })),
  ...[
    { max_call_duration: 3600, participant_left_timeout: 60, participant_absent_timeout: 300 },
    { participant_left_timeout: 0 },
    { enable_recording: true },
    { enable_closed_captions: true },
    { enable_transcription: true },
    { apply_greenscreen: true },
    { require_auth: true },
    { language: 'spanish' },
    { language: 'Multilingual' },
    { language: 'filipino' },
    { languages: ['en', 'es'] },
    { recording_storage: { provider: 's3', ...s3, assume_role_arn: role } },
    { recording_storage: { provider: 's3', ...s3, assume_role_arn: role, external_id: 'tavus' } },
    {
      recording_s3_bucket_name: 'our-calls',
      recording_s3_bucket_region: 'us-east-1',
      aws_assume_role_arn: role,
    },
    { livekit_ws_url: 'wss://example.com', livekit_room_token: 'token' },
    { language: null, max_call_duration: '' },
  ].map((properties) => ({ persona_id: persona, properties })),
]

const prompt = { persona_name: 'Coach', system_prompt: 'You coach.' }
const personas: Record<string, unknown>[] = [
  prompt,
  { pal_name: 'Coach', system_prompt: 'You coach.', default_face_id: replica },
  { persona_name: 'Echo', pipeline_mode: 'echo' },
  { ...prompt, pipeline_mode: 'full', context: 'Older clients send it.', default_replica_id: replica },
  { ...prompt, document_ids: ['d1'], document_tags: ['menu'] },
  { ...prompt, guardrail_ids: [], guardrail_tags: ['safety'] },
  { ...prompt, languages: ['en'], disclosure_type: 'auto', verbal_disclosure: 'I am not a person.' },
  ...[
    {
      llm: {
        model: 'tavus-gpt-oss',
        base_url: 'https://models.example.com/v1',
        api_key: 'secret',
        speculative_inference: true,
        headers: { 'x-team': 'front' },
        extra_body: { temperature: 0.5, top_p: 0.9 },
        default_query: { version: '1' },
        tools: [
          {
            type: 'function',
            function: {
              name: 'book',
              description: 'Books a table',
              parameters: { type: 'object', properties: { at: { type: 'string' } }, required: ['at'] },
            },
          },
        ],
      },
    },
    {
      tts: {
        tts_engine: 'cartesia',
        external_voice_id: 'v1',
        api_key: 'secret',
        tts_model_name: 'sonic-3',
        tts_emotion_control: true,
        pronunciation_dictionary_id: 'pd_1',
      },
    },
    {
      tts: {
        tts_engine: 'elevenlabs',
        voice_settings: {
          speed: 0.9,
          stability: 0.5,
          similarity_boost: 0.5,
          style: 0,
          use_speaker_boost: true,
        },
      },
    },
    { stt: { stt_engine: 'tavus-auto', hotwords: 'Colloquy, espeak' } },
    {
      stt: {
        participant_pause_sensitivity: 'high',
        participant_interrupt_sensitivity: 'superlow',
        smart_turn_detection: true,
      },
    },
    {
      perception: {
        perception_model: 'raven-1',
        visual_awareness_queries: ['Is somebody smiling?'],
        visual_tool_prompt: 'Use it when they wave.',
        visual_tools: [],
        audio_awareness_queries: ['Are they calm?'],
        perception_analysis_queries: ['Did they look away?'],
        emotion_recognition: 'limited',
      },
    },
    { perception: { perception_model: 'off', ambient_awareness_queries: [], perception_tools: [] } },
    {
      conversational_flow: {
        turn_detection_model: 'sparrow-1',
        turn_taking_patience: 'medium',
        replica_interruptibility: 'low',
        voice_isolation: 'near',
        wake_phrase: 'hello there',
        idle_engagement: 'patient',
      },
    },
    { transport: { transport_type: 'livekit', input_settings: { microphone: true } } },
    { conferencing: { username: 'coach' } },
  ].map((layers) => ({ ...prompt, layers })),
]

const objective = { objective_name: 'greet', objective_prompt: 'Greet them.' }
const objectives: Record<string, unknown>[] = [
  { data: [objective] },
  {
    data: [
      {
        ...objective,
        confirmation_mode: 'manual',
        output_variables: ['name'],
        modality: 'visual',
        next_conditional_objectives: { book: 'They want a table.' },
        callback_url: 'https://example.com/objective',
      },
      { ...objective, objective_name: 'book', next_required_objective: 'greet' },
    ],
  },
]

const guardrail = { guardrail_name: 'No_prices', guardrail_prompt: 'Never name a price.' }
const guardrails: Record<string, unknown>[] = [
  guardrail,
  {
    ...guardrail,
    modality: 'verbal',
    callback_url: 'https://example.com/guardrail',
    tags: ['safety'],
    app_message: true,
  },
  { name: 'House rules', data: [guardrail, { ...guardrail, guardrail_name: 'calm', modality: 'visual' }] },
]

const voice = { variant: 'f2', pitch: 50, rate: 165, gender: 'female' }
const replicas = [
  { replica_name: 'Mara', look: exampleLook, voice },
  {
    face_name: 'Mara',
    look: exampleLook,
    voice,
    callback_url: 'https://example.com/face',
    model_name: 'phoenix-4',
  },
]

const bodies: [path: string, body: Record<string, unknown>][] = [
  ...conversations.map((body) => ['/v2/conversations', body] as [string, typeof body]),
  ...['/v2/personas', '/v2/pals'].flatMap((path) =>
    personas.map((body) => [path, body] as [string, typeof body]),
  ),
  ...['/v2/replicas', '/v2/faces'].flatMap((path) =>
    replicas.map((body) => [path, body] as [string, typeof body]),
  ),
  ...objectives.map((body) => ['/v2/objectives', body] as [string, typeof body]),
  ...guardrails.map((body) => ['/v2/guardrails', body] as [string, typeof body]),
]

function operation(method: string, path: string) {
  const found = operations.find((each) => each.method === method && each.path === path)
  if (!found) throw new Error(`${method} ${path} is not documented`)
  return found
}

async function taken(method: string, path: string, body: unknown, address = path) {
  const answer = await api.call(address, { method, key: ann.key, body })
  const copy = answer.clone()
  expect(await judge.answer(operation(method, path), answer)).toBeNull()
  expect(copy.status).toBe(200)
  return (await copy.json()) as Record<string, unknown>
}

describe('what clients of the compatible contract send', () => {
  it.each(bodies)('POST %s %j', async (path, body) => {
    await taken('POST', path, body)
    // Words of the contract that we take in other spellings than the one we document.
    if (!/"(Multilingual|filipino)"/.test(JSON.stringify(body)))
      expect(judge.body(operation('POST', path), body)).toBeNull()
  })

  it.each([
    [{ op: 'replace', path: '/persona_name', value: 'Night' }],
    [{ op: 'replace', path: '/pal_name', value: 'Night' }],
    [{ op: 'add', path: '/layers/llm', value: { model: 'tavus-gpt-oss' } }],
    [{ op: 'add', path: '/document_tags/-', value: 'menu' }],
    [{ op: 'copy', from: '/system_prompt', path: '/context' }],
    [
      { op: 'test', path: '/persona_name', value: 'Coach' },
      { op: 'remove', path: '/context' },
      { op: 'add', path: '/context', value: 'Moved.' },
    ],
  ])('PATCH a persona: %j', async (...patch) => {
    const { persona_id } = await taken('POST', '/v2/personas', prompt)
    expect(judge.body(operation('PATCH', '/v2/personas/{id}'), patch)).toBeNull()
    await taken('PATCH', '/v2/personas/{id}', patch, `/v2/personas/${persona_id}`)
  })

  it.each(personas)('POST a persona of an account: %j', async (body) => {
    const [path, address] = ['/v2/providers/{id}/personas', '/v2/providers/tavus/personas']
    await taken('POST', path, body, address)
    expect(judge.body(operation('POST', path), body)).toBeNull()
    expect(account.asked.findLast(({ method }) => method === 'POST')?.body).toEqual(body)
  })

  it('gives a persona objectives and guardrails, in sets and single', async () => {
    const { objectives_id } = await taken('POST', '/v2/objectives', objectives[0])
    const { guardrails_id } = await taken('POST', '/v2/guardrails', guardrails[2])
    const { uuid } = await taken('POST', '/v2/guardrails', guardrail)
    const guidance = { objectives_id, guardrails_id, guardrail_ids: [uuid] }
    expect(await taken('POST', '/v2/personas', { ...prompt, ...guidance })).toMatchObject(guidance)
  })

  it('answers a patch that changes nothing with 304, and one that is none with 422', async () => {
    const { persona_id } = await taken('POST', '/v2/personas', prompt)
    const patch = async (body: unknown) => {
      const answer = await api.call(`/v2/pals/${persona_id}`, { method: 'PATCH', key: ann.key, body })
      expect(await judge.answer(operation('PATCH', '/v2/pals/{id}'), answer.clone())).toBeNull()
      return answer.status
    }
    expect(await patch([{ op: 'replace', path: '/persona_name', value: 'Coach' }])).toBe(304)
    expect(await patch({ persona_name: 'Coach' })).toBe(422)
  })

  it.each(['limit=5&page=2', 'status=active', 'status=ended&limit=1000', 'limit=1&page=1'])(
    'lists conversations by %s',
    async (query) => {
      await taken('GET', '/v2/conversations', undefined, `/v2/conversations?${query}`)
    },
  )

  it.each([
    ['/v2/replicas', 'verbose=true&replica_type=system&replica_ids=r90bbd427f71,r1&model_name=phoenix-4'],
    ['/v2/faces', 'face_ids=r90bbd427f71&face_type=user'],
    ['/v2/pals', 'pal_type=system&limit=3'],
    ['/v2/voices', 'limit=100&page=1&search=a&sort=desc&tag=male'],
    ['/v2/guardrails', 'legacy=false'],
  ])('lists %s by %s', async (path, query) => {
    await taken('GET', path, undefined, `${path}?${query}`)
  })

  it('needs the three older fields of S3 together, as the document says', async () => {
    const body = { persona_id: persona, properties: { recording_s3_bucket_name: 'our-calls' } }
    expect(judge.body(operation('POST', '/v2/conversations'), body)).not.toBeNull()
    const answer = await api.call('/v2/conversations', { method: 'POST', key: ann.key, body })
    expect(answer.status).toBe(400)
  })
})
