import type { ApiRequest as Row } from '@/lib/platform/database/generated/client'
import type { ApiRequest, ApiRequestWhole } from './schema'

/** A line of the log as it is read for a list. */
export type Line = Omit<Row, 'requestBody' | 'answerBody'>

/** A call on the wire; `keyName` is null where the key is gone. */
export const toApiRequest = (row: Line, keyName: string | null): ApiRequest => ({
  id: row.id,
  request_id: row.requestId,
  timestamp: row.at.toISOString().replace('Z', '000Z'),
  method: row.method as ApiRequest['method'],
  path: row.path,
  query: row.query,
  status: row.status,
  duration: row.duration,
  api_key_id: row.apiKeyId,
  api_key_name: keyName,
  address: row.address,
  user_agent: row.userAgent,
  idempotency_key: row.idempotencyKey,
  subject_id: row.subjectId,
})

/** A call with its bodies. */
export const toApiRequestWhole = (row: Row, keyName: string | null): ApiRequestWhole => ({
  ...toApiRequest(row, keyName),
  request_body: row.requestBody,
  response_body: row.answerBody,
})
