import { createHash, createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const region = 'eu-central-1'

/** The account that the product acts as, and a role of somebody's that trusts it. */
export const account = { accessKeyId: 'AKIDSERVER', secretAccessKey: 'server-secret' }
export const role = {
  bucket_name: 'my-recordings',
  bucket_region: region,
  assume_role_arn: 'arn:aws:iam::123456789012:role/recorder',
  external_id: 'agreed-upon',
}

export type S3Store = {
  url: string
  /** What was stored, by key. */
  objects: Map<string, { body: Buffer; contentType: string }>
  /** Multipart uploads that are under way. */
  uploads: Map<string, Buffer[]>
  /** Every request, as `PutObject` and the like. */
  calls: string[]
  /** Makes the next requests of this kind fail with this error of S3's. */
  fail: Map<string, { status: number; code: string; times: number }>
  close(): Promise<void>
}

type Asked = { method: string; url: URL; headers: IncomingMessage['headers']; body: Buffer }

/**
 * A store on loopback that speaks as much of S3 and STS as an upload by an assumed role needs. It refuses every request
 * whose signature (AWS4-HMAC-SHA256) is not the one it computes itself.
 */
export async function startS3Store(): Promise<S3Store> {
  const objects: S3Store['objects'] = new Map()
  const uploads: S3Store['uploads'] = new Map()
  const fail: S3Store['fail'] = new Map()
  const calls: string[] = []
  /** Secrets by access key; those of a role come with a token. */
  const keys = new Map<string, { secret: string; token?: string }>([
    [account.accessKeyId, { secret: account.secretAccessKey }],
  ])

  function assumeRole(asked: Asked) {
    const form = new URLSearchParams(asked.body.toString())
    const trusted =
      form.get('RoleArn') === role.assume_role_arn && form.get('ExternalId') === role.external_id
    if (!trusted) return stsError(403, 'AccessDenied')
    const made = { id: `ASIA${randomBytes(6).toString('hex')}`, secret: randomBytes(20).toString('hex') }
    const token = randomBytes(20).toString('hex')
    keys.set(made.id, { secret: made.secret, token })
    const until = new Date(Date.now() + Number(form.get('DurationSeconds')) * 1000).toISOString()
    return {
      status: 200,
      body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
        <AccessKeyId>${made.id}</AccessKeyId><SecretAccessKey>${made.secret}</SecretAccessKey>
        <SessionToken>${token}</SessionToken><Expiration>${until}</Expiration>
        </Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    }
  }

  function answer(asked: Asked, kind: string): Answer {
    const failure = fail.get(kind)
    if (failure && failure.times-- > 0) {
      return kind === 'AssumeRole'
        ? stsError(failure.status, failure.code)
        : s3Error(failure.status, failure.code)
    }
    const refusal = signatureFault(asked, keys)
    if (refusal) return kind === 'AssumeRole' ? stsError(403, refusal) : s3Error(403, refusal)
    if (kind === 'AssumeRole') return assumeRole(asked)
    const [bucket, ...rest] = asked.url.pathname.slice(1).split('/')
    const key = decodeURIComponent(rest.join('/'))
    if (bucket !== role.bucket_name) return s3Error(404, 'NoSuchBucket')
    if (!asked.headers['x-amz-security-token']) return s3Error(403, 'AccessDenied')
    const id = asked.url.searchParams.get('uploadId') ?? ''
    const contentType = asked.headers['content-type'] ?? ''
    switch (kind) {
      case 'PutObject':
        objects.set(key, { body: asked.body, contentType })
        return { status: 200, headers: { etag: '"whole"' } }
      case 'CreateMultipartUpload': {
        const uploadId = `${randomBytes(6).toString('hex')}:${contentType}`
        uploads.set(uploadId, [])
        return {
          status: 200,
          body: `<InitiateMultipartUploadResult><UploadId>${uploadId}</UploadId></InitiateMultipartUploadResult>`,
        }
      }
      case 'UploadPart': {
        const number = Number(asked.url.searchParams.get('partNumber'))
        const parts = uploads.get(id)
        if (!parts) return s3Error(404, 'NoSuchUpload')
        parts[number - 1] = asked.body
        return { status: 200, headers: { etag: `"part-${number}"` } }
      }
      case 'CompleteMultipartUpload': {
        const parts = uploads.get(id)
        const named = [...asked.body.toString().matchAll(/<ETag>(?:"|&quot;)part-(\d+)(?:"|&quot;)<\/ETag>/g)]
        if (!parts || named.length !== parts.length) return s3Error(400, 'InvalidPart')
        objects.set(key, { body: Buffer.concat(parts), contentType: id.slice(id.indexOf(':') + 1) })
        uploads.delete(id)
        return {
          status: 200,
          body: '<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>',
        }
      }
      case 'AbortMultipartUpload':
        uploads.delete(id)
        return { status: 204 }
      case 'GetObject': {
        const found = objects.get(key)
        const range = /^bytes=(\d+)-(\d+)$/.exec(asked.headers.range ?? '')
        if (!found) return s3Error(404, 'NoSuchKey')
        if (!range) return { status: 200, body: found.body }
        return { status: 206, body: found.body.subarray(Number(range[1]), Number(range[2]) + 1) }
      }
      default:
        return s3Error(501, 'NotImplemented')
    }
  }

  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const url = new URL(request.url ?? '/', 'http://store')
    const asked = { method: request.method ?? '', url, headers: request.headers, body: Buffer.concat(chunks) }
    const kind = kindOf(asked)
    calls.push(kind)
    const { status, headers, body } = answer(asked, kind)
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    objects,
    uploads,
    calls,
    fail,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

type Answer = { status: number; headers?: Record<string, string>; body?: string | Buffer }

const s3Error = (status: number, code: string): Answer => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`,
})
const stsError = (status: number, code: string): Answer => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>No.</Message></Error></ErrorResponse>`,
})

function kindOf({ method, url, body }: Asked): string {
  if (url.pathname === '/' && method === 'POST')
    return new URLSearchParams(body.toString()).get('Action') ?? 'unknown'
  if (url.searchParams.has('uploads')) return 'CreateMultipartUpload'
  if (url.searchParams.has('uploadId')) {
    const kinds: Record<string, string> = {
      PUT: 'UploadPart',
      POST: 'CompleteMultipartUpload',
      DELETE: 'AbortMultipartUpload',
    }
    return kinds[method] ?? 'unknown'
  }
  return { PUT: 'PutObject', GET: 'GetObject' }[method] ?? 'unknown'
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex')
const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest()
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/** What is wrong with a request's signature, as AWS names it; null when it is right. */
function signatureFault(
  { method, url, headers, body }: Asked,
  keys: Map<string, { secret: string; token?: string }>,
): string | null {
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/(s3|sts)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    )
  if (!given) return 'AccessDenied'
  const [, id = '', day = '', where = '', service = '', signed = '', signature] = given
  const key = keys.get(id)
  if (!key) return 'InvalidAccessKeyId'
  if (key.token !== headers['x-amz-security-token']) return 'InvalidToken'
  const bodyHash = sha256(body)
  if (service === 's3' && headers['x-amz-content-sha256'] !== bodyHash) return 'XAmzContentSHA256Mismatch'
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
  const names = signed.split(';')
  if (!names.includes('host') || !names.includes('x-amz-date')) return 'SignatureDoesNotMatch'
  const lines = names.map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`).join('')
  const canonical = [method, url.pathname, query, lines, signed, bodyHash].join('\n')
  const scope = `${day}/${where}/${service}/aws4_request`
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n')
  const signing = hmac(hmac(hmac(hmac(`AWS4${key.secret}`, day), where), service), 'aws4_request')
  return hmac(signing, text).toString('hex') === signature ? null : 'SignatureDoesNotMatch'
}
