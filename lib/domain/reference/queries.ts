import type { WorkspaceScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { type OpenApiDocument, type Reference, referenceTo } from './rules'

/**
 * The reference of the API with the operation of that id in full, the first for an id that no operation has.
 * @throws Error when this process serves no API
 */
export function readReference(_scope: WorkspaceScope, operationId: string | null): Reference {
  const { openApi } = registry()
  if (!openApi) throw new Error('This process serves no API.')
  // The registry is filled by server.ts with the document that is served.
  return referenceTo(openApi as OpenApiDocument, operationId)
}
