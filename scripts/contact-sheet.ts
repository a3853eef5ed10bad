// npm run contact-sheet: draws every stock look in every state and with five mouths, to docs/contact-sheet.png.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCanvas, GlobalFonts, Path2D } from '@napi-rs/canvas'
import { createFace } from '@/lib/face/face'
import { closedMouth, type Mouth, mouthShapes } from '@/lib/face/mouth'
import type { Viseme } from '@/lib/face/mouth-track'
import type { FaceState } from '@/lib/face/pose'
import { stockReplicas } from '@/prisma/stock/replicas'

const root = join(import.meta.dirname, '..')
/** Pixels a side of one picture, and what of a picture is shown of the mouths: its place and side, as parts of it. */
const side = 256
const closeUp = { x: 0.37, y: 0.38, side: 0.46 }
const margin = 96
const header = 36

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

GlobalFonts.registerFromPath(
  join(root, 'node_modules/geist/dist/fonts/geist-sans/Geist-Regular.ttf'),
  'Geist',
)
const sheet = createCanvas(margin + shots.length * side, header + stockReplicas.length * side)
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
mkdirSync(join(root, 'docs'), { recursive: true })
writeFileSync(join(root, 'docs/contact-sheet.png'), await sheet.encode('png'))
console.log('docs/contact-sheet.png')
