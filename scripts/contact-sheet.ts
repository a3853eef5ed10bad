// npm run contact-sheet: draws every stock look in every state and with five mouths, and a call at the width of a
// phone and of a desk, to docs/contact-sheet.png. The call is a real one, in a browser, on the production build.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCanvas, GlobalFonts, type Image, loadImage, Path2D } from '@napi-rs/canvas'
import { startApp } from '@/e2e/support/app'
import { launchBrowser, mediaArgs } from '@/e2e/support/browser'
import { createFace } from '@/lib/face/face'
import { closedMouth, type Mouth, mouthShapes } from '@/lib/face/mouth'
import type { Viseme } from '@/lib/face/mouth-track'
import type { FaceState } from '@/lib/face/pose'
import { stockReplicas } from '@/prisma/stock/replicas'
import { ensureBuilt } from './build.mjs'

const root = join(import.meta.dirname, '..')
/** Pixels a side of one picture, and what of a picture is shown of the mouths: its place and side, as parts of it. */
const side = 256
const closeUp = { x: 0.37, y: 0.38, side: 0.46 }
const margin = 96
const header = 36

/** Pixels of the calls, and who is in them. */
const calls = [
  { width: 390, height: 844, replica: 'r8b2f6d3c1e7' },
  { width: 1440, height: 844, replica: 'r79e1c033f' },
]

const states: FaceState[] = ['idle', 'listening', 'thinking', 'speaking']
const visemes: Viseme[] = ['PP', 'FF', 'aa', 'I', 'O']
const said = (viseme: Viseme): Mouth => ({ ...mouthShapes[viseme], voice: 1 })

type Shot = { title: string; state: FaceState; mouth: Mouth; close: boolean }
const shots: Shot[] = [
  ...states.map((state) => ({
    title: state,
    state,
    mouth: state === 'speaking' ? { ...mouthShapes.E, open: 0.6, voice: 0.6 } : closedMouth,
    close: false,
  })),
  ...visemes.map((viseme) => ({
    title: `mouth ${viseme}`,
    state: 'speaking' as const,
    mouth: said(viseme),
    close: true,
  })),
]
/** Milliseconds after which a state is shown: it has been reached, and the first blink is over. */
const shownAfter = 3200
const frameMs = 40

/** The room while the replica greets, at the width of a phone and of a desk. */
async function callPictures(): Promise<Image[]> {
  await ensureBuilt('.next-test')
  const app = await startApp({ NEXT_DIST_DIR: '.next-test' })
  const browser = await launchBrowser(mediaArgs)
  try {
    const email = 'sheet@example.com'
    await app.admin('user:create', '--email', email, '--name', 'Ana')
    const key = await app.admin('key:create', '--email', email)
    const pictures: Image[] = []
    for (const { replica, ...viewport } of calls) {
      const created = await fetch(`${app.url}/v2/conversations`, {
        method: 'POST',
        headers: { 'x-api-key': key, 'content-type': 'application/json' },
        body: JSON.stringify({
          persona_id: 'pdced222244b',
          replica_id: replica,
          conversation_name: 'Planning the garden party',
          properties: { enable_closed_captions: true },
        }),
      })
      const { conversation_url: address } = (await created.json()) as { conversation_url: string }
      const page = await browser.newPage({ viewport })
      await page.goto(address)
      await page.getByLabel('Your name').fill('Ana')
      await page.getByRole('button', { name: 'Join', exact: true }).click()
      // Its words are there once it is heard, and the button to stop it while it is.
      await page.locator('[data-caption]').getByText('going').waitFor()
      pictures.push(await loadImage(await page.screenshot()))
      await page.close()
    }
    return pictures
  } finally {
    await browser.close()
    await app.close()
  }
}

GlobalFonts.registerFromPath(
  join(root, 'node_modules/@fontsource-variable/geist/files/geist-latin-wght-normal.woff2'),
  'Geist',
)
const pictures = await callPictures()
const bottom = header + stockReplicas.length * side
const tallest = Math.max(...pictures.map(({ height }) => height))
const sheet = createCanvas(margin + shots.length * side, bottom + header + tallest + margin)
const paper = sheet.getContext('2d')
paper.fillStyle = '#faf9f7'
paper.fillRect(0, 0, sheet.width, sheet.height)
paper.fillStyle = '#1c1a17'
paper.font = '15px Geist'
for (const [column, { title }] of shots.entries()) paper.fillText(title, margin + column * side + 8, 24)

for (const [row, { replicaId, replicaName, look }] of stockReplicas.entries()) {
  paper.fillText(replicaName, 12, header + row * side + 24)
  for (const [column, { state, mouth, close }] of shots.entries()) {
    const pixels = close ? Math.round(side / closeUp.side) : side
    const canvas = createCanvas(pixels, pixels)
    const context = canvas.getContext('2d')
    const face = createFace(look, { background: null, seed: replicaId, Path2D })
    for (let ms = 0; ms <= shownAfter; ms += frameMs) face.draw(context, { ms, state, mouth })
    const [x, y] = close ? [closeUp.x * pixels, closeUp.y * pixels] : [0, 0]
    paper.drawImage(canvas, x, y, side, side, margin + column * side, header + row * side, side, side)
  }
}
let left = margin
for (const picture of pictures) {
  paper.fillText(`a call at ${picture.width} px`, left + 8, bottom + 24)
  paper.drawImage(picture, left, bottom + header)
  left += picture.width + margin
}
mkdirSync(join(root, 'docs'), { recursive: true })
writeFileSync(join(root, 'docs/contact-sheet.png'), await sheet.encode('png'))
console.log('docs/contact-sheet.png')
