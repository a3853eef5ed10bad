import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Studio, startStudio } from '@/lib/providers/studio/fixture'
import { type ModelServer, startModelServer } from '@/lib/studio/replica/models/fixture'

let studio: Studio
let server: ModelServer
beforeAll(async () => {
  server = await startModelServer()
  studio = await startStudio({}, { privateHosts: '127.0.0.1' })
})
afterAll(() => Promise.all([studio.stop(), server.close()]))

const conversation = () => ({
  languageModel: {
    ...{ baseUrl: server.baseUrl, apiKey: 'sk-test', headers: {}, query: {}, extraBody: {}, model: 'stub' },
    ...{ tools: [], promptTokens: 8000 },
  },
  language: 'english',
  lines: [{ role: 'user' as const, speaker: 'Ana', text: 'I live in Oslo.' }],
  known: ['Ana lives in Rome.'],
})

describe('what a conversation is remembered by', () => {
  it('is what the model says, which the studio asks', async () => {
    server.reply = () => [{ text: '[{"fact": "Ana lives in Oslo.", ' }, { text: '"replaces": 1}]' }]
    expect(await studio.provider.remember?.(conversation())).toEqual([
      { text: 'Ana lives in Oslo.', replaces: 'Ana lives in Rome.' },
    ])
    expect(server.chats[0]?.headers.authorization).toBe('Bearer sk-test')
  })

  it('is refused in words, without those of the model server', async () => {
    server.manner.chat.status = 503
    const asked = studio.provider.remember?.(conversation())
    await expect(asked).rejects.toThrow('It failed by itself (503).')
    await expect(asked).rejects.not.toThrow('secret')
  })
})
