import { expect, test } from 'vitest'
import { wordsOf } from './answers'

test.each([
  ['the name that stands beside it', 'tts.base_url', 'tts.base_url must be an address', 'Must be an address'],
  ['no name', 'base_url', 'This address leads nowhere.', 'This address leads nowhere.'],
  ['the name of another', 'url', 'url_of_it must be short', 'url_of_it must be short'],
  ['one of a list', 'tools.1.type', 'tools.1.type must be function', 'tools.1.type must be function'],
  ['no field to blame', undefined, 'base_url must be an address', 'base_url must be an address'],
])('a refusal with %s', (_what, field, message, words) => {
  expect(wordsOf({ message, field })).toBe(words)
})
