import { systemScope } from '@/lib/access/scopes'
import { DomainError } from '@/lib/domain/errors'
import { findReplica } from '@/lib/domain/replicas/queries'
import { listVoices } from '@/lib/domain/voices/queries'
import { voiceList, voiceListQuery } from '@/lib/domain/voices/schema'
import { speakSample } from '@/lib/domain/voices/service'
import { exampleReplica } from '../openapi/examples'
import { type Route, route } from '../route'

const unknownId = 'Invalid replica_id'

/** The voices of replicas: list, and hear one. */
export const voiceRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v2/voices',
    access: 'read',
    query: voiceListQuery,
    answer: voiceList,
    reference: {
      id: 'listVoices',
      tag: 'Replicas',
      summary: 'List voices',
      description: 'Each replica has one.',
      query: { tag: 'female' },
      answer: {
        data: [
          {
            voice_name: 'Mara',
            replica_id: exampleReplica.replica_id,
            audio_url: `http://localhost:3000/v2/voices/${exampleReplica.replica_id}/audio`,
            tags: [{ tag_name: 'female' }],
            voice: exampleReplica.voice,
          },
        ],
        total_count: 1,
        page: 1,
        limit: 10,
      },
    },
    handle: ({ scope, query, origin }) => listVoices(scope, query, origin),
  }),
  route({
    method: 'GET',
    path: '/v2/voices/:id/audio',
    access: 'read',
    unknownId,
    answer: null,
    reference: {
      id: 'hearVoice',
      tag: 'Replicas',
      summary: 'Hear a voice',
      statuses: { 503: 'The voice cannot be made at the moment.' },
      sends: { 'audio/wav': 'The replica says its name' },
    },
    async handle({ scope, id, request }) {
      const replica = await findReplica(scope, id)
      if (!replica) throw new DomainError('not-found', unknownId)
      const headers = { 'content-type': 'audio/wav' }
      if (request.method === 'HEAD') return new Response(null, { headers })
      const text = `Hello, I am ${replica.replica_name}. This is how I sound.`
      const { voice } = replica
      const { wav } = await speakSample(scope, systemScope('voices'), { text, language: 'english', voice })
      return new Response(Buffer.from(wav), { headers })
    },
  }),
]
