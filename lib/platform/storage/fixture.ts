import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { StoredPart } from './parts'

const folder = join(import.meta.dirname, 'testdata')

/**
 * For tests: two takes as Chromium's MediaRecorder gave them, in parts of 0.7 s: a white square that runs over red and
 * 440 Hz for 2.5 s, then over blue and 880 Hz for 1.5 s; 160 by 90 pixels, VP8 (or VP9 in MP4) and Opus.
 */
export const recordedTakes = (format: 'webm' | 'mp4'): StoredPart[][] =>
  ['0', '1'].map((take) =>
    readdirSync(join(folder, format))
      .filter((name) => name.startsWith(`${take}-`))
      .sort()
      .map((name) => join(folder, format, name))
      .map((path) => ({ path, bytes: statSync(path).size })),
  )
