import { expect, test } from 'vitest'
import { notionistsLook } from '@/lib/face/look'
import { colorChoices, partChoices, partGroups, shadeOf } from './look-parts'

test.each(Object.entries(partChoices))('every %s that can be drawn can be chosen', (part, choices) => {
  const drawable = (value: string) =>
    notionistsLook.safeParse({ style: 'notionists', options: { [part]: value || undefined } }).success
  for (const choice of choices) expect(drawable(choice)).toBe(true)
  expect(drawable('no such part')).toBe(false)
  const { def } = notionistsLook.shape.options.shape[part as 'hair']
  const { options } = ('innerType' in def ? def.innerType : def) as unknown as { options: string[] }
  expect(choices.filter(Boolean).toSorted()).toEqual(options.toSorted())
})

test('every part is in a group, once', () => {
  expect(partGroups.flatMap(({ parts }) => parts).toSorted()).toEqual(Object.keys(partChoices).toSorted())
})

test('colours can be drawn, and so can their shades', () => {
  for (const [name, colors] of Object.entries(colorChoices)) {
    for (const color of [...colors, ...colors.map(shadeOf)]) {
      expect(notionistsLook.safeParse({ style: 'notionists', options: { [name]: color } }).success).toBe(true)
    }
  }
  expect(shadeOf('#ff0a00')).toBe('#cc0800')
})
