import { createTranslator } from 'next-intl'
import { describe, expect, it } from 'vitest'
import catalog from '@/messages/en.json'
import { consoleEntries, entriesText, filterEntries } from './console'

const failures = createTranslator({ locale: 'en', messages: catalog, namespace: 'shell.modelFailure' })
const events = [
  {
    event_type: 'system.shutdown',
    timestamp: '2026-11-20T10:00:09.000000Z',
    properties: { shutdown_reason: 'left' },
  },
]
const messages = [
  {
    id: 1,
    at: Date.parse('2026-11-20T10:00:02Z'),
    data: { event_type: 'conversation.utterance', properties: { role: 'replica', speech: 'Hello there' } },
  },
  {
    id: 2,
    at: Date.parse('2026-11-20T10:00:03Z'),
    data: { event_type: 'conversation.utterance.streaming', properties: { speech: 'Hello' } },
  },
  { id: 3, at: Date.parse('2026-11-20T10:00:04Z'), data: 'a word of somebody' },
]
const entries = consoleEntries(events, messages, failures)

describe('the console', () => {
  it('lists what was recorded and what was seen, as it happened', () => {
    expect(entries.map(({ type, summary }) => [type, summary])).toEqual([
      ['conversation.utterance', 'Hello there'],
      ['conversation.utterance.streaming', 'Hello'],
      ['app-message', ''],
      ['system.shutdown', 'left'],
    ])
    expect(new Set(entries.map(({ key }) => key)).size).toBe(4)
  })

  it('says in words which model failed, and how', () => {
    const failed = {
      event_type: 'system.model_failed',
      timestamp: '2026-11-20T10:00:09.000000Z',
      properties: { part: 'llm', message: 'It does not accept the API key (401).' },
    }
    const odd = { ...failed, properties: { part: 'brain', message: 'No' } }
    const seen = [{ id: 9, at: 0, data: failed }]
    expect(consoleEntries([failed, odd], seen, failures).map(({ summary }) => summary)).toEqual([
      'The language model did not answer: It does not accept the API key (401).',
      'The language model did not answer: It does not accept the API key (401).',
      '',
    ])
  })

  it('is searched by type and by content, and leaves out half-spoken words unless they are wanted', () => {
    const types = (text: string, streaming = false) =>
      filterEntries(entries, text, streaming).map(({ type }) => type)
    expect(types('')).toEqual(['conversation.utterance', 'app-message', 'system.shutdown'])
    expect(types('', true)).toHaveLength(4)
    expect(types(' HELLO ')).toEqual(['conversation.utterance'])
    expect(types('shutdown')).toEqual(['system.shutdown'])
    expect(types('somebody')).toEqual(['app-message'])
    expect(types('nothing of this')).toEqual([])
  })

  it('is copied as lines of JSON', () => {
    expect(
      entriesText(entries)
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(entries.map(({ at, data }) => ({ at: new Date(at).toISOString(), event: data })))
  })
})
