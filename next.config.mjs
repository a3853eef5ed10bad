import createNextIntlPlugin from 'next-intl/plugin'

/** Pages of examples are files without a nonce: their scripts are files too, and nothing else is allowed. */
const examplePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "frame-ancestors 'none'",
  "form-action 'self'",
  "base-uri 'none'",
].join('; ')

/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST_DIR || '.next',
  poweredByHeader: false,
  // Title and description stand in the head from the start, for everybody: they cost a query at most.
  htmlLimitedBots: /.*/,
  // `npm run verify` checks the types; whoever only starts the server need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // These load native code or must be the one instance `server.ts` has, so they stay outside the bundle.
  serverExternalPackages: [
    'pg',
    '@prisma/client',
    '@prisma/adapter-pg',
    '@node-rs/argon2',
    'pino',
    '@aws-sdk/client-s3',
    '@aws-sdk/client-sts',
    '@napi-rs/canvas',
  ],
  headers: async () => [
    {
      source: '/examples/:path*',
      headers: [
        { key: 'content-security-policy', value: examplePolicy },
        { key: 'permissions-policy', value: 'camera=(self), microphone=(self), display-capture=(self)' },
        { key: 'referrer-policy', value: 'no-referrer' },
        { key: 'x-frame-options', value: 'DENY' },
      ],
    },
  ],
  turbopack: { root: import.meta.dirname },
}

// Messages are compiled with the pages, so that browsers load no parser of theirs.
const withMessages = createNextIntlPlugin({
  requestConfig: './app/messages.ts',
  experimental: {
    messages: { path: './messages', format: 'json', locales: ['en'], sourceLocale: 'en', precompile: true },
  },
})

export default withMessages(config)
