import type { ActionAnswer, SaveAnswer } from '@/components/shell/answers'
import type { DocumentChange, DocumentRequest } from '@/lib/domain/documents/schema'

/** Where a file is to be sent, or why it may not. */
export type UploadAnswer = { ok: true; url: string } | { ok: false; message: string }

/** A document by its name, as it is chosen and listed. */
export type KnownDocument = { document_id: string; document_name: string; tags: string[] }

/** What people do with documents. */
export type DocumentActions = {
  add: (requestKey: string, request: DocumentRequest) => Promise<SaveAnswer>
  upload: (name: string) => Promise<UploadAnswer>
  update: (id: string, change: DocumentChange) => Promise<SaveAnswer>
  recrawl: (id: string) => Promise<ActionAnswer>
  remove: (id: string) => Promise<ActionAnswer>
}
