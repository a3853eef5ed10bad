import { createCanvas, loadImage } from '@napi-rs/canvas'
import { expect, type Page, test } from '@playwright/test'
import { build } from 'esbuild'

// The key in a browser, on real videos: drawn by WebGL, shown before what is to be behind.

let script = ''
test.beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [`${import.meta.dirname}/page.tsx`],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    tsconfig: `${import.meta.dirname}/../../tsconfig.json`,
  })
  script = outputFiles[0]?.text ?? ''
})

/** What the classes of the component say, of which this page has no stylesheet. */
const styles = `
  body { margin: 0; background: rgb(90 60 200) }
  #box { width: 600px; height: 400px }
  .keyed, .relative { position: relative } .keyed { width: 600px; height: 400px }
  .absolute { position: absolute } .inset-0 { inset: 0 } .inset-x-0 { inset-inline: 0 } .bottom-0 { bottom: 0 }
  .mx-auto { margin-inline: auto } .size-full, .w-full { width: 100% } .size-full, .h-full { height: 100% }
  .max-h-160 { max-height: 40rem } .max-w-160 { max-width: 40rem }
  .object-contain { object-fit: contain } .object-cover { object-fit: cover } .object-bottom { object-position: bottom }
  .opacity-0 { opacity: 0 }
  body > video { position: absolute; top: 500px; width: 100px }`

async function open(page: Page, before?: () => void): Promise<void> {
  // Loopback is a secure context, about:blank is not; nothing answers but this.
  await page.route('http://localhost/**', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><meta charset="utf-8"><style>${styles}</style><div id="box"></div>`,
    }),
  )
  await page.goto('http://localhost/')
  if (before) await page.evaluate(before)
  await page.addScriptTag({ content: script })
}

type Rgb = [number, number, number]
const start = (page: Page, colors: Rgb[], options?: { vp8?: boolean }) =>
  page.evaluate(([colors, options]) => window.keying.start(colors, options), [colors, options] as const)
const told = (page: Page) => page.evaluate(() => window.keying.told)
const swatches = (page: Page) => page.evaluate(() => window.keying.swatches())

/** What is to be seen at a place of the page. */
async function colorAt(page: Page, x: number, y: number): Promise<number[]> {
  const image = await loadImage(await page.screenshot())
  const pen = createCanvas(image.width, image.height).getContext('2d')
  pen.drawImage(image, 0, 0)
  return [...pen.getImageData(x, y, 1, 1).data].slice(0, 3)
}
/** How far what is to be seen at a place is from a colour, in levels of its farthest channel. */
async function distance(page: Page, [x, y]: readonly [number, number], color: Rgb): Promise<number> {
  const seen = await colorAt(page, x, y)
  return Math.max(...seen.map((level, at) => Math.abs(level - (color[at] ?? 0))))
}

const green: Rgb = [0, 255, 155]
const person: Rgb[] = [
  [255, 219, 172],
  [141, 85, 36],
  [20, 20, 20],
  [128, 128, 128],
  [250, 250, 250],
  [200, 30, 30],
  [20, 40, 120],
]
const mixes: Rgb[] = [
  [51, 228, 158],
  [128, 190, 140],
  [90, 200, 130],
  [10, 137, 87],
]

test('draws what the formula says, pixel for pixel', async ({ page }) => {
  await open(page)
  expect(await start(page, [green, ...person, ...mixes])).toBe(true)
  await expect.poll(() => told(page)).toEqual([true])
  // Cards mix neighbouring pixels a little coarser than the formula does.
  await expect
    .poll(async () => {
      const line = await page.evaluate(() => window.keying.line())
      return Math.max(
        ...line.flatMap(({ drawn, expected }) =>
          drawn.map((level, at) => Math.abs(level - (expected[at] ?? 0))),
        ),
      )
    })
    .toBeLessThanOrEqual(4)
  const [screen, ...rest] = await swatches(page)
  expect(screen).toEqual([0, 0, 0, 0])
  for (const [, , , opacity] of rest.slice(0, person.length)) expect(opacity).toBe(255)
})

test('takes out the green that a codec has shifted, and nothing of the person', async ({ page }) => {
  await open(page)
  await start(page, [green, green, ...person, green, green], { vp8: true })
  await expect.poll(() => told(page)).toEqual([true])
  await expect(async () => {
    const all = await swatches(page)
    expect(all[0]?.[3]).toBe(0)
    expect(all.at(-1)?.[3]).toBe(0)
    for (const [, , , opacity] of all.slice(3, -3)) expect(opacity).toBe(255)
  }).toPass({ timeout: 15_000 })
})

test('draws on after the graphics card was lost', async ({ page }) => {
  await open(page)
  await start(page, [green, ...person])
  await expect.poll(() => told(page)).toEqual([true])
  await page.evaluate(() => window.keying.loseGraphics())
  await expect.poll(() => told(page)).toEqual([true, false])
  await page.evaluate(() => window.keying.restoreGraphics())
  await expect.poll(() => told(page)).toEqual([true, false, true])
  await expect.poll(async () => (await swatches(page))[3]?.[3]).toBe(255)
})

test('draws where browsers do not tell of pictures', async ({ page }) => {
  await open(page, () => {
    Reflect.deleteProperty(HTMLVideoElement.prototype, 'requestVideoFrameCallback')
  })
  await start(page, [green, ...person])
  await expect.poll(() => told(page)).toEqual([true])
})

test('draws nothing that is not seen, and goes on when it is', async ({ page }) => {
  await open(page, () => {
    const draw = WebGLRenderingContext.prototype.drawArrays
    Object.assign(window, { drawn: 0 })
    WebGLRenderingContext.prototype.drawArrays = function (...given) {
      Object.assign(window, { drawn: Number(Reflect.get(window, 'drawn')) + 1 })
      return draw.apply(this, given)
    }
  })
  const drawn = () => page.evaluate(() => Number(Reflect.get(window, 'drawn')))
  /** Pictures drawn in half a second, after what was under way. */
  const rate = async () => {
    await page.waitForTimeout(200)
    const before = await drawn()
    await page.waitForTimeout(500)
    return (await drawn()) - before
  }
  await start(page, [green, ...person])
  await expect.poll(() => told(page)).toEqual([true])
  expect(await rate()).toBeGreaterThan(4)

  await page.evaluate(() => document.getElementById('box')?.style.setProperty('margin-top', '5000px'))
  expect(await rate()).toBe(0)
  await page.evaluate(() => document.getElementById('box')?.style.setProperty('margin-top', '0'))
  expect(await rate()).toBeGreaterThan(4)

  const hide = (hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
      document.dispatchEvent(new Event('visibilitychange'))
    }, hidden)
  await hide(true)
  expect(await rate()).toBe(0)
  await hide(false)
  expect(await rate()).toBeGreaterThan(4)

  await page.evaluate(() => window.keying.stop())
  expect(await rate()).toBe(0)
})

// The video is 96 × 64: in a box of 600 × 400 it fills it, and each swatch is 100 px wide.
const behind = [50, 200] as const
const before = [300, 200] as const

test('shows the colour where the green was', async ({ page }) => {
  await open(page)
  await page.evaluate(() => window.keying.show({ type: 'color', color: '#d8a010' }))
  await expect.poll(() => colorAt(page, ...behind)).toEqual([0xd8, 0xa0, 0x10])
  expect(await colorAt(page, 550, 200)).toEqual([0xd8, 0xa0, 0x10])
  await expect.poll(() => distance(page, before, [200, 30, 30])).toBeLessThanOrEqual(8)
  await expect(page.getByLabel('Nathan, live')).toHaveCount(1)
})

test('shows the picture where the green was, by VP8 too', async ({ page }) => {
  await open(page)
  const picture = createCanvas(30, 20)
  const pen = picture.getContext('2d')
  pen.fillStyle = '#204080'
  pen.fillRect(0, 0, 30, 20)
  const url = `data:image/png;base64,${picture.encodeSync('png').toString('base64')}`
  await page.evaluate((url) => window.keying.show({ type: 'image', url }, { vp8: true }), url)
  await expect.poll(() => distance(page, before, [200, 30, 30]), { timeout: 15_000 }).toBeLessThanOrEqual(12)
  expect(await colorAt(page, ...behind)).toEqual([0x20, 0x40, 0x80])
})

test('shows the page where the green was when it is to be transparent', async ({ page }) => {
  await open(page)
  await page.evaluate(() => window.keying.show('transparent'))
  await expect.poll(() => distance(page, before, [200, 30, 30])).toBeLessThanOrEqual(8)
  expect(await colorAt(page, ...behind)).toEqual([90, 60, 200])
})

test('leaves a green screen green', async ({ page }) => {
  await open(page)
  await page.evaluate(() => window.keying.show({ type: 'green' }))
  await expect.poll(() => distance(page, before, [200, 30, 30])).toBeLessThanOrEqual(8)
  expect(await distance(page, behind, green)).toBeLessThanOrEqual(8)
  await expect(page.locator('canvas[data-keyed]')).toHaveCount(0)
})

test('shows the video as it is where there is no WebGL', async ({ page }) => {
  await open(page, () => {
    const real = HTMLCanvasElement.prototype.getContext
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...given: unknown[]) {
      return given[0] === 'webgl' ? null : Reflect.apply(real, this, given)
    } as typeof real
  })
  expect(await start(page, [green])).toBe(false)
  await page.evaluate(() => window.keying.show({ type: 'color', color: '#d8a010' }))
  await expect.poll(() => distance(page, before, [200, 30, 30])).toBeLessThanOrEqual(8)
  expect(await distance(page, behind, green)).toBeLessThanOrEqual(8)
})
