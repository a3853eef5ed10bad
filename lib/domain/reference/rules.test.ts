import { describe, expect, it } from 'vitest'
import { routes } from '@/lib/api/app'
import { openApi } from '@/lib/api/openapi/document'
import { type OpenApiDocument, operationsIn, referenceTo, resolved } from './rules'

const served = openApi(routes) as OpenApiDocument

/** Names of everything that `part` refers to itself. */
const refsIn = (part: unknown) =>
  new Set([...JSON.stringify(part).matchAll(/"\$ref":"#\/components\/([^"]+)"/g)].map(([, name]) => name))

describe('the reference to an operation', () => {
  it.each(operationsIn(served).map((operation) => [operation.id, operation] as const))(
    '%s has all that it refers to, as it is in the document, and nothing else',
    (id, operation) => {
      const { shown, components } = referenceTo(served, id)
      expect(shown).toEqual(operation)
      const names = Object.entries(components).flatMap(([kind, all]) =>
        Object.keys(all).map((name) => `${kind}/${name}`),
      )
      expect(new Set(names)).toEqual(refsIn([shown, components]))
      for (const [kind, all] of Object.entries(components))
        for (const [name, each] of Object.entries(all)) expect(each).toBe(served.components[kind]?.[name])
    },
  )

  it('lists every operation once, whichever is shown', () => {
    const { operations } = referenceTo(served, 'getUsage')
    expect(operations).toEqual(referenceTo(served, null).operations)
    expect(operations.map(({ id }) => id)).toEqual(operationsIn(served).map(({ id }) => id))
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length)
    expect(operations[0]).toEqual({
      id: 'createConversation',
      method: 'POST',
      path: '/v2/conversations',
      tag: 'Conversations',
      summary: 'Create a conversation',
    })
  })

  it('is the one to the first where no operation has the id, or it is that of an alias', () => {
    for (const id of [null, '', 'nothing', 'createFace', '__proto__'])
      expect(referenceTo(served, id).shown.id).toBe('createConversation')
  })

  it('follows what refers to itself, and leaves out what is nowhere', () => {
    const node = { properties: { next: { $ref: '#/components/schemas/Node' } } }
    const content = { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } }
    const lost = { 'application/json': { schema: { $ref: '#/components/schemas/Lost' } } }
    const responses = {
      200: { description: 'A node.', content },
      404: { description: 'None.', content: lost },
    }
    const document: OpenApiDocument = {
      paths: { '/nodes': { get: { operationId: 'getNode', responses } } },
      components: { schemas: { Node: node, Other: {} } },
    }
    expect(referenceTo(document, 'getNode').components).toEqual({ schemas: { Node: node } })
  })

  it('is to nothing in a document without operations', () => {
    expect(() => referenceTo({ paths: {}, components: {} }, null)).toThrow('no operations')
  })
})

describe('what a part refers to', () => {
  const components = { schemas: { Name: { type: 'string', description: 'A name.' } } }

  it('is in its place, with what the part says itself', () => {
    const part = { $ref: '#/components/schemas/Name', description: 'The name of the room.' }
    expect(resolved(components, part)).toEqual({ type: 'string', description: 'The name of the room.' })
  })

  it('is the part as it is where it refers to nothing', () => {
    for (const part of [{ type: 'string' }, { $ref: '#/components/schemas/Lost' }])
      expect(resolved(components, part)).toBe(part)
  })
})
