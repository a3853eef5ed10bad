import {
  findDocument,
  findDocumentFile,
  listDocuments,
  listDocumentTags,
  listPassages,
} from '@/lib/domain/documents/queries/read'
import { searchDocuments } from '@/lib/domain/documents/queries/search'
import {
  document,
  documentChange,
  documentList,
  documentListQuery,
  documentRequest,
  documentTags,
  passageList,
  passageListQuery,
  searchAnswer,
  searchQuery,
  uploadRequest,
  uploadTicket,
} from '@/lib/domain/documents/schema'
import { deleteDocument, recrawlDocument, updateDocument } from '@/lib/domain/documents/service/change'
import { createDocument } from '@/lib/domain/documents/service/create'
import { createUpload } from '@/lib/domain/documents/service/upload'
import { DomainError } from '@/lib/domain/errors'
import { registry } from '@/lib/platform/registry'
import { documentPath, readFileRange } from '@/lib/platform/storage/folder'
import { exampleDocument, examplePassage } from '../openapi/examples'
import { type Route, route } from '../route'

const unknownId = 'Document not found'
const one = { unknownId, unknownStatus: 404 } as const
const of = { ...one, path: '/v2/documents/:id' } as const

function known<T>(found: T | null): T {
  if (found === null) throw new DomainError('not-found', unknownId)
  return found
}

/** Documents that conversations answer from: made from an address or an upload, read, searched. */
export const documentRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/v2/documents',
    access: 'write',
    blanks: 1,
    body: documentRequest,
    answer: document,
    reference: {
      id: 'createDocument',
      tag: 'Documents',
      summary: 'Create a document from an address',
      description:
        'It is fetched and read after the answer: read it again, or name a `callback_url`, to learn what came of it. Only the public internet is fetched from, and what the operator allows.',
      statuses: {
        409: 'The workspace has as many documents as it may have.',
      },
      body: {
        document_url: 'https://example.com/help/returns',
        document_name: 'Returns',
        tags: ['support'],
        crawl: { depth: 2, max_pages: 20 },
      },
      answer: exampleDocument,
    },
    handle: ({ scope, body, requestKey }) => createDocument(scope, body, requestKey),
  }),
  route({
    method: 'POST',
    path: '/v2/documents/uploads',
    access: 'write',
    blanks: 1,
    body: uploadRequest,
    answer: uploadTicket,
    reference: {
      id: 'createUpload',
      tag: 'Documents',
      summary: 'Get an address to upload a file to',
      description:
        'Within an hour, `PUT` the bytes of one file to `upload_url`, with their `Content-Length` and no key: the answer is the document. A file that did not come whole can be sent again; one that did is kept once.',
      statuses: { 409: 'The workspace has as many documents as it may have.' },
      body: { document_name: 'Handbook.pdf', tags: ['support'] },
      answer: {
        document_id: exampleDocument.document_id,
        upload_url: '/v2/documents/uploads/2b8YfQ0c7Jr5dWmX1uKpTzA9sLgEvN4h',
        expires_at: '2026-01-20T13:00:00.000000Z',
        max_bytes: 52_428_800,
      },
    },
    handle: ({ scope, body }) => createUpload(scope, body),
  }),
  route({
    method: 'GET',
    path: '/v2/documents',
    access: 'read',
    query: documentListQuery,
    answer: documentList,
    reference: {
      id: 'listDocuments',
      tag: 'Documents',
      summary: 'List documents',
      description: 'Newest first. `page` counts from 0.',
      query: { limit: 10, page: 0, status: 'ready' },
      answer: { data: [exampleDocument], total_count: 1, page: 0, limit: 10 },
    },
    handle: ({ scope, query }) => listDocuments(scope, query),
  }),
  route({
    method: 'GET',
    path: '/v2/documents/tags',
    access: 'read',
    answer: documentTags,
    reference: {
      id: 'listDocumentTags',
      tag: 'Documents',
      summary: 'List the tags of documents',
      answer: { data: [{ tag: 'support', documents: 1 }] },
    },
    handle: ({ scope }) => listDocumentTags(scope),
  }),
  route({
    method: 'GET',
    path: '/v2/documents/search',
    access: 'read',
    query: searchQuery,
    answer: searchAnswer,
    reference: {
      id: 'searchDocuments',
      tag: 'Documents',
      summary: 'See what a question retrieves',
      description: 'The passages that a replica would be given, in their order.',
      query: { question: 'How long may I return something?', strategy: 'balanced' },
      answer: {
        strategy: 'balanced',
        data: [
          {
            document_id: exampleDocument.document_id,
            document_name: exampleDocument.document_name,
            ...examplePassage,
            score: 4.2101,
          },
        ],
      },
    },
    handle: ({ scope, query }) => searchDocuments(scope, query),
  }),
  route({
    ...of,
    method: 'GET',
    access: 'read',
    answer: document,
    reference: {
      id: 'getDocument',
      tag: 'Documents',
      summary: 'Read a document',
      answer: exampleDocument,
    },
    handle: async ({ scope, id }) => known(await findDocument(scope, id)),
  }),
  route({
    ...of,
    method: 'PATCH',
    access: 'write',
    blanks: 0,
    body: documentChange,
    answer: document,
    reference: {
      id: 'updateDocument',
      tag: 'Documents',
      summary: 'Rename a document, or give it other tags',
      description: 'What is left out stays. Conversations that run keep what they had when they began.',
      body: { document_name: 'Returns and refunds', tags: ['support', 'shop'] },
      answer: exampleDocument,
    },
    handle: ({ scope, id, body }) => updateDocument(scope, id, body),
  }),
  route({
    ...of,
    method: 'DELETE',
    access: 'write',
    answer: null,
    reference: {
      id: 'deleteDocument',
      tag: 'Documents',
      summary: 'Delete a document',
      destroys: 'Removes the document with its passages and its file.',
      sends: 'nothing',
    },
    async handle({ scope, id }) {
      await deleteDocument(scope, id)
      return undefined
    },
  }),
  route({
    ...one,
    method: 'POST',
    path: '/v2/documents/:id/recrawl',
    access: 'write',
    answer: document,
    answerStatus: 202,
    reference: {
      id: 'recrawlDocument',
      tag: 'Documents',
      summary: 'Fetch a document again',
      description:
        'At most once an hour, for a document that is ready; at any time for one that failed. What was read before counts until the new text is there.',
      statuses: { 409: 'It is being read, or it was uploaded.' },
      answer: { ...exampleDocument, status: 'recrawling', progress: 0 },
    },
    handle: ({ scope, id }) => recrawlDocument(scope, id),
  }),
  route({
    ...one,
    method: 'GET',
    path: '/v2/documents/:id/passages',
    access: 'read',
    query: passageListQuery,
    answer: passageList,
    reference: {
      id: 'listPassages',
      tag: 'Documents',
      summary: 'Read the text of a document as it was understood',
      description: 'In pieces, which overlap a little. `page` counts from 0.',
      query: { limit: 10, page: 0 },
      answer: { data: [examplePassage], total_count: 1, page: 0, limit: 10 },
    },
    handle: async ({ scope, id, query }) => known(await listPassages(scope, id, query)),
  }),
  route({
    ...one,
    method: 'GET',
    path: '/v2/documents/:id/file',
    access: 'read',
    answer: null,
    reference: {
      id: 'getDocumentFile',
      tag: 'Documents',
      summary: 'Fetch an uploaded file',
      statuses: {
        409: 'It was not uploaded: it stands at its own address.',
        503: 'The server that has the file does not answer.',
      },
      sends: { 'application/octet-stream': 'The file as it was uploaded' },
    },
    async handle({ scope, id, request }) {
      const file = known(await findDocumentFile(scope, id))
      if (file.instanceId === null) {
        throw new DomainError(
          'conflict',
          'This document was not uploaded. Its file stands at its own address.',
        )
      }
      if (file.instanceId !== registry().instanceId) {
        throw new DomainError('unavailable', 'This file lies on another server of this installation.')
      }
      // It may be anything, so it is for saving only: nothing of it is ever shown as a page of ours.
      const headers = {
        'content-type': 'application/octet-stream',
        'content-length': String(file.bytes),
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      }
      const range = { start: 0, end: file.bytes - 1 }
      const body = request.method === 'HEAD' ? null : await readFileRange(documentPath(id), range)
      return new Response(body as ReadableStream | null, { headers })
    },
  }),
]
