/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST_DIR || '.next',
  poweredByHeader: false,
  // `npm run verify` checks the types; whoever only starts the server need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // These load native code or must be the one instance `server.ts` has, so they stay outside the bundle.
  serverExternalPackages: [
    'pg',
    '@prisma/client',
    '@prisma/adapter-pg',
    '@node-rs/argon2',
    'pino',
    '@dicebear/core',
    '@dicebear/notionists',
  ],
  turbopack: { root: import.meta.dirname },
}

export default config
