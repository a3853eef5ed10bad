import { defineConfig } from '@playwright/test'
import { findBrowser, findShell } from './scripts/browser.mjs'

const asRoot = process.getuid?.() === 0

const args = [
  ...(asRoot ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
]

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // One after the other: where the machine is busy with other things, two at once take as long in sum, and what a
  // person would have seen in a second comes too late for both.
  workers: 1,
  // What is measured by the clock has the browser that people have.
  projects: [
    {
      name: 'measured',
      testMatch: 'measured/*.spec.ts',
      use: { launchOptions: { executablePath: await findBrowser(), args } },
    },
    {
      name: 'journeys',
      testIgnore: 'measured/**',
      use: { launchOptions: { executablePath: await findShell(), args } },
    },
  ],
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : [['list']],
  use: {
    // What is not there to be pressed is said soon, not at the end of the test.
    actionTimeout: 20_000,
    browserName: 'chromium',
    // A trace takes a third of the time of a test: it is made of a test that is looked into, by `--trace on`.
    trace: 'off',
  },
})
