import { describe, expect, it } from 'vitest'
import { notionistsLook } from '@/lib/face/look'
import { languages } from '@/lib/protocol/languages'
import { createResponder } from '@/lib/studio/replica/responder/responder'
import { defaultPersonaId, stockPersonas } from './personas'
import { stockReplicas } from './replicas'
import questions from './testdata/questions.json'

const asked: Record<string, { answered: string[][]; declined: string[] }> = questions
const words = (text: string) => text.split(/\s+/).filter(Boolean)

describe('stock replicas', () => {
  it('have ids of the right shape, and names, colours, faces and voices of their own', () => {
    for (const { replicaId } of stockReplicas) expect(replicaId).toMatch(/^r(?:[0-9a-f]{9}|[0-9a-f]{11})$/)
    const distinct = (of: (replica: (typeof stockReplicas)[number]) => unknown) =>
      new Set(stockReplicas.map((replica) => JSON.stringify(of(replica)))).size
    expect(stockReplicas).toHaveLength(8)
    expect(distinct((replica) => replica.replicaId)).toBe(8)
    expect(distinct((replica) => replica.replicaName)).toBe(8)
    expect(distinct((replica) => replica.look.options.ground)).toBe(8)
    expect(distinct((replica) => replica.look.options.hair)).toBe(8)
    expect(distinct((replica) => replica.look.options.body)).toBe(8)
    expect(distinct((replica) => replica.voice)).toBe(8)
  })

  it('includes the ones that public examples name', () => {
    const ids = stockReplicas.map((replica) => replica.replicaId)
    for (const id of ['rfe12d8b9597', 'r79e1c033f', 'r90bbd427f71', 'rf4e9d9790f0']) expect(ids).toContain(id)
  })

  it.each(stockReplicas)('$replicaName has a look that can be drawn, and a voice', ({ look, voice }) => {
    // Nothing in it is unknown to the drawing, and nothing was misspelt.
    expect(notionistsLook.parse(look).options).toMatchObject(look.options)
    expect(voice.pitch).toBeGreaterThanOrEqual(0)
    expect(voice.pitch).toBeLessThanOrEqual(99)
    expect(voice.rate).toBeGreaterThanOrEqual(80)
    expect(voice.rate).toBeLessThanOrEqual(220)
    expect(voice.variant).toMatch(voice.gender === 'female' ? /^f[1-5]$/ : /^m[1-8]$/)
  })
})

describe('stock personas', () => {
  it('have the ids that public examples name, and names of their own', () => {
    expect(stockPersonas.map((persona) => persona.personaId).sort()).toEqual(
      ['p1af207b8189', 'p9a95912', 'paaee96e4f87', 'pcb7a34da5fe', 'pdac61133ac5', 'pdced222244b'].sort(),
    )
    expect(defaultPersonaId).toBe('pdced222244b')
    expect(new Set(stockPersonas.map((persona) => persona.personaName)).size).toBe(stockPersonas.length)
  })

  it.each(stockPersonas)('$personaName has a prompt, 500 words of knowledge and a replica', (persona) => {
    expect(words(persona.systemPrompt).length).toBeGreaterThanOrEqual(30)
    expect(words(persona.context).length).toBeGreaterThanOrEqual(500)
    expect(persona.context.length).toBeLessThanOrEqual(40_000)
    expect(stockReplicas.map((replica) => replica.replicaId)).toContain(persona.defaultReplicaId)
    if (persona.language) expect(languages).toContain(persona.language)
  })

  it.each(stockPersonas)(
    '$personaName answers from its knowledge and declines what it does not hold',
    (persona) => {
      const { answered = [], declined = [] } = asked[persona.personaId] ?? {}
      const responder = createResponder({
        personaName: persona.personaName,
        replicaName: 'Anna',
        systemPrompt: persona.systemPrompt,
        sources: [{ kind: 'persona', text: persona.context }],
      })
      const wrong = answered.filter(([question = '', expected = '']) => {
        const answer = responder.respond(question, [])
        return answer.kind !== 'answer' || !answer.text.toLowerCase().includes(expected.toLowerCase())
      })
      expect(answered).toHaveLength(10)
      expect(wrong.length, JSON.stringify(wrong)).toBeLessThanOrEqual(2)
      expect(declined.length).toBeGreaterThan(0)
      for (const question of declined) expect(responder.respond(question, []).kind, question).toBe('declined')
    },
  )
})
