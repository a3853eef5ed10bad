import { defineConfig } from '@playwright/test'
import { findBrowser } from './scripts/browser.mjs'

const asRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  workers: 2,
  // What is measured by the clock has the machine for itself: `npm test` runs one project after the other.
  projects: [
    { name: 'measured', testMatch: 'measured/*.spec.ts', workers: 1 },
    { name: 'journeys', testIgnore: 'measured/**' },
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
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: await findBrowser(),
      args: [
        ...(asRoot ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-quic',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
      ],
    },
  },
})
