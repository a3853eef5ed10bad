// npm start: installs and builds what is missing, then runs the server until it is asked to stop.
// npm run dev: the same with pages that follow the sources.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { buildClients } from './clients.mjs'
import { checkNode, ensureInstalled } from './install.mjs'
import { command, quietEnv, root } from './steps.mjs'

const dev = process.argv.includes('--dev')

await command(async () => {
  checkNode()
  const settings = join(root, '.env')
  if (existsSync(settings)) process.loadEnvFile(settings)
  await ensureInstalled()
  const distDir = process.env.NEXT_DIST_DIR || (dev ? '.next-dev' : '.next')
  if (dev) await buildClients()
  else await ensureBuilt(distDir)
  return await serve(distDir)
})

/** Runs the server in the foreground; ends with its exit code. */
function serve(distDir) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server.ts'], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...quietEnv,
      ...process.env,
      NODE_ENV: dev ? 'development' : 'production',
      NEXT_DIST_DIR: distDir,
    },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`The server could not be run: ${error.message}`)
      resolve(1)
    })
    child.on('exit', (code, signal) => {
      if (signal) console.error(`The server was ended by ${signal}.`)
      resolve(code ?? 1)
    })
  })
}
