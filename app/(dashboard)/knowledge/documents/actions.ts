'use server'

import * as z from 'zod'
import { asMember, savedBy } from '@/app/(dashboard)/as-member'
import type { UploadAnswer } from '@/components/documents/answers'
import type { ActionAnswer, SaveAnswer } from '@/components/shell/answers'
import type { DocumentChange, DocumentRequest } from '@/lib/domain/documents/schema'
import { deleteDocument, recrawlDocument, updateDocument } from '@/lib/domain/documents/service/change'
import { createDocument } from '@/lib/domain/documents/service/create'
import { createUpload } from '@/lib/domain/documents/service/upload'

const id = z.string().max(64)
const key = z.string().min(16).max(64)

/** Adds what stands at an address; the same `requestKey` again gives what was made first. */
export async function addDocumentAction(requestKey: string, request: DocumentRequest): Promise<SaveAnswer> {
  return await savedBy(
    async (scope) => (await createDocument(scope, request, key.parse(requestKey))).document_id,
  )
}

/** Where a file of this name is to be sent. */
export async function uploadDocumentAction(name: string): Promise<UploadAnswer> {
  let url = ''
  const answer = await asMember(async (scope) => {
    url = (await createUpload(scope, { document_name: z.string().parse(name).slice(0, 200) })).upload_url
  })
  return answer.ok ? { ok: true, url } : answer
}

/** Gives a document another name or other tags. */
export async function updateDocumentAction(documentId: string, change: DocumentChange): Promise<SaveAnswer> {
  return await savedBy(
    async (scope) => (await updateDocument(scope, id.parse(documentId), change)).document_id,
  )
}

/** Has a document fetched again. */
export async function recrawlDocumentAction(documentId: string): Promise<ActionAnswer> {
  return await asMember((scope) => recrawlDocument(scope, id.parse(documentId)))
}

/** Deletes a document. */
export async function deleteDocumentAction(documentId: string): Promise<ActionAnswer> {
  return await asMember((scope) => deleteDocument(scope, id.parse(documentId)))
}
