import { resolve } from 'node:path'
import * as z from 'zod'
import { loopback, loopbackTargets, readAllowedTargets } from './outbound-targets'

const text = z.string().trim()
/** An unset variable and an empty one mean the same. */
const optional = text.optional().transform((value) => value || undefined)
const integer = (fallback: number, least: number, most: number) =>
  text
    .optional()
    .transform((value) => (value ? Number(value) : fallback))
    .pipe(z.int().min(least).max(most))

/** "40000-40199"; null when unset. */
function portRange(value: string | undefined, context: z.RefinementCtx) {
  if (value === undefined) return null
  const [min, max, ...more] = value.split('-').map(Number)
  if (min && max && min >= 1024 && min <= max && max <= 65_535 && more.length === 0) return { min, max }
  context.addIssue('must be two ports from 1024 to 65535, for example 40000-40199')
  return z.NEVER
}

const iceServer = z.object({
  urls: z
    .union([z.string().transform((url) => [url]), z.array(z.string())])
    .refine((urls) => urls.length > 0 && urls.every((url) => /^(stun|turn)s?:/.test(url))),
  username: z.string().optional(),
  credential: z.string().optional(),
})

/** A JSON list, as `RTCPeerConnection` takes it; empty when unset. */
function iceServers(value: string | undefined, context: z.RefinementCtx) {
  try {
    return z.array(iceServer).parse(JSON.parse(value ?? '[]'))
  } catch {
    context.addIssue(
      'must be a JSON list like [{"urls":"turn:turn.example.org","username":"u","credential":"p"}]',
    )
    return z.NEVER
  }
}

function allowedTargets(value: string | undefined, context: z.RefinementCtx) {
  try {
    return value === undefined ? null : readAllowedTargets(value)
  } catch (error) {
    context.addIssue(`has an entry that cannot be read. ${(error as Error).message}`)
    return z.NEVER
  }
}

const endpoint = optional.pipe(
  z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
)

const settings = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).catch('production'),
  PORT: integer(3000, 0, 65535),
  HOST: optional,
  DATA_DIR: optional.transform((value) => resolve(value ?? 'data')),
  DATABASE_URL: optional.pipe(
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
      .optional(),
  ),
  APP_URL: optional
    .pipe(z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional())
    .transform((value) => value?.replace(/\/+$/, '')),
  APP_SECRET: optional.pipe(z.string().min(32, 'must have at least 32 characters').optional()),
  INSTANCE_ID: optional.pipe(
    z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,64}$/, 'may have letters, digits, ".", "_" and "-"')
      .optional(),
  ),
  INSTANCE_ADDRESS: optional
    .pipe(
      z
        .url({ protocol: /^http$/, error: 'must be an http address, for example http://10.0.0.3:3000' })
        .optional(),
    )
    .transform((value) => value && new URL(value).origin),
  DRAIN_SECONDS: integer(0, 0, 3600),
  SIGNUPS: z.preprocess((value) => value || undefined, z.enum(['open', 'invite', 'closed']).default('open')),
  GITHUB_CLIENT_ID: optional,
  GITHUB_CLIENT_SECRET: optional,
  GITHUB_URL: endpoint.transform((value) => value?.replace(/\/+$/, '') ?? 'https://github.com'),
  GOOGLE_CLIENT_ID: optional,
  GOOGLE_CLIENT_SECRET: optional,
  OIDC_ISSUER: endpoint.transform((value) => value?.replace(/\/+$/, '')),
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  OIDC_NAME: optional.transform((value) => value ?? 'single sign-on'),
  LOG_LEVEL: z.preprocess(
    (value) => value || undefined,
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ),
  RATE_LIMIT_KEY: integer(600, 0, 1_000_000),
  RATE_LIMIT_ACCOUNT: integer(1200, 0, 1_000_000),
  REQUEST_LOG_DAYS: integer(30, 0, 3650),
  STUDIO_MAX_ROOMS: integer(0, 0, 10_000),
  MEDIA_PORTS: optional.transform(portRange),
  MEDIA_ANNOUNCED_IP: optional.pipe(z.union([z.ipv4(), z.ipv6()], 'must be an IP address').optional()),
  ICE_SERVERS: optional.transform(iceServers),
  OUTBOUND_ALLOW: optional.transform(allowedTargets),
  // Kept as text, because the studio reads it too.
  MODEL_PRIVATE_HOSTS: optional.superRefine((value, context) => {
    allowedTargets(value, context)
  }),
  WEBHOOK_RETENTION_DAYS: integer(30, 1, 3650),
  RECORDING_MAX_BYTES: integer(2 * 1024 ** 3, 1, Number.MAX_SAFE_INTEGER),
  // The names that programs for S3 know. Without a key the AWS library looks where it always does.
  AWS_ACCESS_KEY_ID: optional,
  AWS_SECRET_ACCESS_KEY: optional,
  AWS_SESSION_TOKEN: optional,
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_ENDPOINT_URL_STS: endpoint,
  NEXT_DIST_DIR: optional.transform((value) => value ?? '.next'),
})

/** Who develops has receivers on their own machine; who runs all of it on one machine may have models there. */
const schema = settings.transform((env) => ({
  ...env,
  MODEL_PRIVATE_HOSTS: env.MODEL_PRIVATE_HOSTS ?? (env.DATABASE_URL ? '' : loopback),
  OUTBOUND_ALLOW: env.OUTBOUND_ALLOW ?? (env.NODE_ENV === 'development' ? loopbackTargets : []),
}))

/** What an identity provider needs: all of a line, or none. */
const together = [
  ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET'],
  ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
] as const

/** The settings of this installation, checked once; see `.env.example` for what each one does. */
export type Env = z.infer<typeof schema>

/**
 * Reads the settings from `source`.
 * @throws Error that names every setting that is wrong and says what it should be
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const result = schema.safeParse(source)
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`)
    throw new Error(`Some environment variables are not usable:\n${lines.join('\n')}`)
  }
  for (const names of together) {
    const missing = names.filter((name) => !result.data[name])
    if (missing.length > 0 && missing.length < names.length) {
      throw new Error(`${names.join(', ')} belong together, and ${missing.join(', ')} is not set.`)
    }
  }
  if (result.data.DATABASE_URL && !result.data.APP_SECRET) {
    throw new Error(
      'DATABASE_URL is set but APP_SECRET is not. Set APP_SECRET to a random text of at least 32 characters, ' +
        'the same for every instance (for example the output of: openssl rand -base64 48).',
    )
  }
  return result.data
}

/** Says what Next and next-auth read from the environment, and nowhere else. */
export function exportEnv(env: Env, secrets: { nextAuth: string; serverActions: string }): void {
  process.env.NEXT_TELEMETRY_DISABLED = '1'
  process.env.NEXTAUTH_SECRET = secrets.nextAuth
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY = secrets.serverActions
  // Without an address of its own the installation is wherever the request says.
  if (env.APP_URL) process.env.NEXTAUTH_URL = env.APP_URL
  else process.env.AUTH_TRUST_HOST = 'true'
}
