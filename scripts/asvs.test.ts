import { expect, it } from 'vitest'
import { lineFaults, testTitles } from './asvs.mjs'

it('titles are those of tests that run, in their groups, however they are written', () => {
  const source = `
    describe('a door', () => {
      it('opens', () => {})
      it.each([1, 2])('opens %i times', (times) => {})
      it.runIf(true)('opens on Mondays', () => {})
      it.skip('closes', () => {})
      it.todo('is painted')
      describe.each(['red'])('that is %s', () => { test(\`is \${colour} inside\`, () => {}) })
    })
    test.describe('a window', () => { test('shines', async ({ page }) => { expect('it was', 'no title') }) })
    describe('nothing in it', () => {})
    call('opens nothing')`
  expect([...testTitles(source)]).toEqual([
    ...['a door › opens', 'a door › opens %i times', 'a door › opens on Mondays'],
    ...['a door › that is %s › is … inside', 'a window › shines'],
  ])
})

it('a line without a test, or with one that is not there, is found', () => {
  const line = { id: '1', subject: 'Doors', how: 'They open.' }
  const sound = Array.from({ length: 70 }, (_, at) => ({
    ...line,
    id: `${at}`,
    tests: { 'door.test.ts': ['opens'] },
  }))
  const faults = (first: object) =>
    lineFaults([{ ...sound[0], ...first }, ...sound.slice(1)], () => new Set(['opens']))
  expect(faults({})).toEqual([])
  expect(faults({ tests: {} })).toEqual(['0 is met, and names no test'])
  expect(faults({ tests: {}, state: 'operator' })).toEqual([])
  expect(faults({ tests: { 'door.test.ts': ['shuts'] } })).toEqual(['0: door.test.ts has no test "shuts"'])
  expect(faults({ how: '' })).toEqual(['0 does not say what it is about and how it stands'])
  expect(faults({ state: 'fine' })).toEqual(['0: "fine" is no state'])
  expect(faults({ id: '1' })).toEqual(['70 lines (69 different), and level 1 has 70'])
})
