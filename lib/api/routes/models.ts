import { readModels } from '@/lib/domain/models/queries'
import { workspaceModels, workspaceModelsUpdate } from '@/lib/domain/models/schema'
import { updateModels } from '@/lib/domain/models/service/update'
import { exampleModels } from '../openapi/examples'
import { type Route, route } from '../route'

/** What personas without models of their own think, speak and hear with. */
export const modelRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v2/models',
    access: 'read',
    answer: workspaceModels,
    reference: {
      id: 'getModels',
      tag: 'Models',
      summary: 'Read the models of the workspace',
      description:
        'What conversations think, speak and hear with whose persona names no server of its own. `null` is what is built in. Secrets are masked.',
      answer: exampleModels,
    },
    handle: ({ scope }) => readModels(scope),
  }),
  route({
    method: 'PATCH',
    path: '/v2/models',
    access: 'write',
    body: workspaceModelsUpdate,
    answer: workspaceModels,
    reference: {
      id: 'updateModels',
      tag: 'Models',
      summary: 'Change the models of the workspace',
      description:
        'Each part that is there replaces the one that was; `null` takes it away; parts that are left out stay. A secret that is sent back masked stays, as long as `base_url` does. Conversations keep the models they began with. For owners and admins.',
      statuses: { 403: 'Whoever the key acts for does not manage the workspace.' },
      body: {
        llm: { base_url: 'https://api.openai.com/v1', model: 'gpt-4.1-mini', api_key: 'sk-example' },
      },
      answer: exampleModels,
    },
    handle: ({ scope, body }) => updateModels(scope, body),
  }),
]
