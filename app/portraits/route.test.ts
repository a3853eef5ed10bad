import { createCanvas, loadImage } from '@napi-rs/canvas'
import { expect, test } from 'vitest'
import { portraitUrl } from '@/components/replicas/portrait'
import { stockReplicas } from '@/prisma/stock/replicas'
import { GET } from './route'

const ask = (address: string) => GET(new Request(`http://localhost${address}`))
const look = (options: Record<string, unknown>, style = 'notionists') => ({ style, options })

test.each(stockReplicas)('draws $replicaName as a picture of the size asked for', async (replica) => {
  const answer = await ask(portraitUrl(replica.look, 96))
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('image/webp')
  expect(answer.headers.get('cache-control')).toContain('immutable')
  const picture = await loadImage(Buffer.from(await answer.arrayBuffer()))
  expect([picture.width, picture.height]).toEqual([96, 96])
  const context = createCanvas(96, 96).getContext('2d')
  context.drawImage(picture, 0, 0)
  const [red = 0, green = 0, blue = 0] = context.getImageData(1, 1, 1, 1).data
  const ground = Number.parseInt(String(replica.look.options.ground).slice(1), 16)
  // The encoder may be off by a step or two.
  const off = [red - (ground >> 16), green - ((ground >> 8) & 255), blue - (ground & 255)]
  expect(Math.max(...off.map(Math.abs))).toBeLessThanOrEqual(2)
})

test('leaves the person alone when no ground is wanted', async () => {
  const answer = await ask(portraitUrl(look({}), 96, true))
  const picture = await loadImage(Buffer.from(await answer.arrayBuffer()))
  const context = createCanvas(96, 96).getContext('2d')
  context.drawImage(picture, 0, 0)
  expect(context.getImageData(1, 1, 1, 1).data[3]).toBe(0)
  expect(context.getImageData(48, 48, 1, 1).data[3]).toBe(255)
  expect((await ask(`${portraitUrl(look({}), 96)}&ground=red`)).status).toBe(400)
})

test('draws the same look the same way, and another one differently', async () => {
  const bytes = async (options: Record<string, unknown>) =>
    Buffer.from(await (await ask(portraitUrl(look(options), 64))).arrayBuffer()).toString('base64')
  const one = await bytes({ hair: 'variant23' })
  expect(await bytes({ hair: 'variant23' })).toBe(one)
  expect(await bytes({ hair: 'variant41' })).not.toBe(one)
})

test.each([
  '',
  '?look=',
  '?look=null',
  '?look={',
  '?look=[]',
  portraitUrl(look({}, 'unheard-of'), 64).slice(10),
  portraitUrl(look({ hair: 'unheard-of' }), 64).slice(10),
  portraitUrl(look({ ground: 'red' }), 64).slice(10),
  portraitUrl(look({ more: 'x'.repeat(5000) }), 64).slice(10),
  portraitUrl(look({}), 8).slice(10),
  portraitUrl(look({}), 1025).slice(10),
  portraitUrl(look({}), 1.5).slice(10),
  portraitUrl(look({}), Number.NaN).slice(10),
])('there is no portrait at %s', async (query) => {
  expect((await ask(`/portraits${query}`)).status).toBe(400)
})
