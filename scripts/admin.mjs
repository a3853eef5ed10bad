// npm run admin -- <command>: the admin command line on this installation's database.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled } from './install.mjs'
import { command, quietEnv, root } from './steps.mjs'

await command(async () => {
  const settings = join(root, '.env')
  if (existsSync(settings)) process.loadEnvFile(settings)
  await ensureInstalled()
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/admin.ts', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...quietEnv, ...process.env },
  })
  return new Promise((resolve) =>
    child.on('close', (code) => resolve(code ?? 1)).on('error', () => resolve(1)),
  )
})
