import { type Browser, chromium } from '@playwright/test'
import { findBrowser } from '../../scripts/browser.mjs'

/** What every Chromium is started with: root has no sandbox. */
export const sandboxArgs = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** What gives a Chromium a microphone and a camera that nobody is asked for, and sound without a press. */
export const mediaArgs = [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
]

/** Starts the Chromium that is here, with `args` beside what it always needs. */
export async function launchBrowser(args: string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: await findBrowser(), args: [...sandboxArgs, ...args] })
}
