import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { ModelTrial } from '@/lib/protocol/model-trial'
import { type Studio, startStudio } from '@/lib/providers/studio/fixture'
import { type ModelServer, startModelServer } from '@/lib/studio/replica/models/fixture'

let models: ModelServer
let studio: Studio
beforeAll(async () => {
  models = await startModelServer()
  const { origin } = new URL(models.baseUrl)
  studio = await startStudio(
    {},
    { privateHosts: '127.0.0.1', localServers: [{ name: 'Ollama', origin, list: 'ollama' }] },
  )
})
afterEach(() => models.reset())
afterAll(async () => {
  await studio.stop()
  await models.close()
})

const endpoint = () => ({
  ...{ baseUrl: models.baseUrl, apiKey: null, headers: {}, query: {}, extraBody: {} },
  model: 'a-model',
})

it('the process tries models of each kind, and says what is wrong in words', async () => {
  const tryModel = studio.provider.tryModel ?? expect.fail()
  const llm: ModelTrial = { part: 'llm', model: { ...endpoint(), tools: [], promptTokens: 8000 } }
  expect(await tryModel(llm)).toMatchObject({ problem: null, text: expect.stringMatching(/^You said/) })
  const tts: ModelTrial = { part: 'tts', model: { ...endpoint(), voice: 'Nova', languages: null } }
  expect(await tryModel(tts)).toMatchObject({ problem: null, wav: expect.stringMatching(/^UklGR/) })
  // A sentence of the built-in voice is what is heard.
  const stt: ModelTrial = { part: 'stt', model: { ...endpoint(), hotwords: '' } }
  expect(await tryModel(stt)).toMatchObject({ problem: null, text: 'what was said' })
  const heard = models.transcriptions[0]?.body.file ?? Buffer.alloc(0)
  expect(heard.length / 2 / 16_000).toBeGreaterThan(1.5)
  models.manner.chat.status = 503
  expect(await tryModel(llm)).toMatchObject({ problem: 'It failed by itself (503).', text: null })
})

it('the process finds the servers that it is told of', async () => {
  expect(await studio.provider.findModels?.()).toEqual([
    { name: 'Ollama', baseUrl: models.baseUrl, models: ['stub-model:latest'] },
  ])
})
