import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { S3Client } from '@aws-sdk/client-s3'
import { publicAgents } from '@/lib/platform/outbound'
import { registry } from '@/lib/platform/registry'
import type { ByteRange } from './folder'

/** A bucket of somebody's, and the role by which this server may use it. */
export type Bucket = { name: string; region: string; roleArn: string; externalId: string }

/** The words of the compatible API for what went wrong with a bucket. */
export type StorageErrorCode =
  | 'DESTINATION_AUTH_FAILED'
  | 'DESTINATION_NOT_FOUND'
  | 'DESTINATION_UNREACHABLE'
  | 'DESTINATION_FAILED'

/** Why a bucket cannot be used, in words for its owner. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  constructor(
    readonly code: StorageErrorCode,
    message: string,
  ) {
    super(message)
  }
}

/** Bytes of one request; a file that is larger goes up in pieces of this size. */
const pieceBytes = 16 * 1024 * 1024
const requestTimeout = 60_000
const connectTimeout = 10_000
/** Roles whose keys are kept until they expire. */
const mostClients = 20

/** What both clients have in common. An endpoint that the operator named may be anywhere; Amazon's are public. */
function connection(endpoint: string | undefined, region: string) {
  return {
    region,
    endpoint,
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: connectTimeout,
      requestTimeout,
      ...(endpoint === undefined && publicAgents()),
    },
  }
}

/** Keys of the role, for an hour. */
async function assumeRole({ region, roleArn, externalId }: Bucket) {
  const { env } = registry()
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts')
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env
  const own = accessKeyId && secretAccessKey && { accessKeyId, secretAccessKey }
  const client = new STSClient({
    ...connection(env.AWS_ENDPOINT_URL_STS, region),
    ...(own && { credentials: { ...own, sessionToken: env.AWS_SESSION_TOKEN } }),
  })
  try {
    const { Credentials: keys } = await client.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: 'colloquy-recording',
        ExternalId: externalId,
        DurationSeconds: 3600,
      }),
    )
    if (!keys?.AccessKeyId || !keys.SecretAccessKey) throw new Error('AssumeRole gave no keys.')
    return {
      accessKeyId: keys.AccessKeyId,
      secretAccessKey: keys.SecretAccessKey,
      sessionToken: keys.SessionToken,
      expiration: keys.Expiration,
    }
  } finally {
    client.destroy()
  }
}

/**
 * Whether this server may take on the bucket's role.
 * @throws StorageError when not
 */
export async function checkRole(bucket: Bucket): Promise<void> {
  await inWords(bucket, () => assumeRole(bucket))
}

const clients = new Map<string, S3Client>()

/** A client in the bucket's role, which gets itself new keys when they expire. */
async function clientFor(bucket: Bucket): Promise<S3Client> {
  const key = JSON.stringify(bucket)
  const known = clients.get(key)
  if (known) return known
  const { S3Client } = await import('@aws-sdk/client-s3')
  const endpoint = registry().env.AWS_ENDPOINT_URL_S3
  const client = new S3Client({
    ...connection(endpoint, bucket.region),
    credentials: () => assumeRole(bucket),
    // Other stores than Amazon's have no names for buckets, and do not know its newer checksums.
    forcePathStyle: endpoint !== undefined,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const [oldest] = clients.keys()
  if (clients.size >= mostClients && oldest !== undefined) {
    clients.get(oldest)?.destroy()
    clients.delete(oldest)
  }
  clients.set(key, client)
  return client
}

export type Upload = {
  bucket: Bucket
  key: string
  path: string
  bytes: number
  contentType: string
  signal: AbortSignal
}

/**
 * Puts the file at `path` into a bucket. Again under the same key replaces it; one that breaks off leaves nothing.
 * @throws StorageError; the reason of `signal` when aborted
 */
export async function putFile(upload: Upload): Promise<void> {
  await inWords(upload.bucket, async () => {
    const client = await clientFor(upload.bucket)
    if (upload.bytes <= pieceBytes) await putWhole(client, upload)
    else await putInPieces(client, upload)
  })
}

async function putWhole(client: S3Client, { bucket, key, path, bytes, contentType, signal }: Upload) {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3')
  const file = await open(path)
  try {
    const { buffer: Body } = await file.read(Buffer.alloc(bytes), 0, bytes, 0)
    const command = new PutObjectCommand({ Bucket: bucket.name, Key: key, Body, ContentType: contentType })
    await client.send(command, { abortSignal: signal })
  } finally {
    await file.close()
  }
}

async function putInPieces(client: S3Client, { bucket, key, path, bytes, contentType, signal }: Upload) {
  const s3 = await import('@aws-sdk/client-s3')
  const object = { Bucket: bucket.name, Key: key }
  const create = new s3.CreateMultipartUploadCommand({ ...object, ContentType: contentType })
  const { UploadId } = await client.send(create, { abortSignal: signal })
  const file = await open(path)
  try {
    const Parts: { PartNumber: number; ETag: string | undefined }[] = []
    for (let start = 0; start < bytes; start += pieceBytes) {
      const length = Math.min(pieceBytes, bytes - start)
      const { buffer: Body } = await file.read(Buffer.alloc(length), 0, length, start)
      const piece = { ...object, UploadId, PartNumber: Parts.length + 1 }
      const { ETag } = await client.send(new s3.UploadPartCommand({ ...piece, Body }), {
        abortSignal: signal,
      })
      Parts.push({ PartNumber: piece.PartNumber, ETag })
    }
    const complete = { ...object, UploadId, MultipartUpload: { Parts } }
    await client.send(new s3.CompleteMultipartUploadCommand(complete), { abortSignal: signal })
  } catch (error) {
    // What is up already would stay and cost money, invisibly.
    await client.send(new s3.AbortMultipartUploadCommand({ ...object, UploadId })).catch(() => {})
    throw error
  } finally {
    await file.close()
  }
}

/**
 * The bytes of an object as a stream.
 * @throws StorageError
 */
export async function getRange(
  bucket: Bucket,
  key: string,
  { start, end }: ByteRange,
): Promise<ReadableStream<Uint8Array>> {
  return await inWords(bucket, async () => {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3')
    const client = await clientFor(bucket)
    const command = new GetObjectCommand({ Bucket: bucket.name, Key: key, Range: `bytes=${start}-${end}` })
    const { Body } = await client.send(command)
    if (!(Body instanceof Readable)) throw new Error('The object has no body.')
    return Readable.toWeb(Body)
  })
}

/** Runs `work`, and says in words what kept it from being done. */
async function inWords<Result>(bucket: Bucket, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error
    throw storageError(bucket, error)
  }
}

const auth = new Set(['AccessDenied', 'AccessDeniedException', 'CredentialsProviderError', 'ExpiredToken'])
const signatures = new Set(['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'InvalidClientTokenId'])
const unreachable = new Set(['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EAI_AGAIN', 'EPIPE'])

/** Only the name of the store's error is told: its text may hold what the asker should not see. */
function storageError({ name, region, roleArn }: Bucket, error: unknown): StorageError {
  const is = error instanceof Error ? error.name : ''
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (auth.has(is) || signatures.has(is) || is === 'Forbidden') {
    const words = `The role ${roleArn} may not be used by this server, or does not allow this in the bucket ${name} (${is}).`
    return new StorageError('DESTINATION_AUTH_FAILED', words)
  }
  if (is === 'NoSuchBucket' || is === 'NoSuchKey' || is === 'NotFound') {
    return new StorageError('DESTINATION_NOT_FOUND', `There is no such thing in the bucket ${name} (${is}).`)
  }
  if (is === 'PermanentRedirect' || is === 'AuthorizationHeaderMalformed') {
    return new StorageError('DESTINATION_NOT_FOUND', `The bucket ${name} is not in the region ${region}.`)
  }
  if (unreachable.has(code) || is === 'TimeoutError' || is === 'PrivateAddressError') {
    const words = `The store of the bucket ${name} cannot be reached (${code || is}).`
    return new StorageError('DESTINATION_UNREACHABLE', words)
  }
  return new StorageError(
    'DESTINATION_FAILED',
    `The bucket ${name} cannot be used (${is || 'unknown error'}).`,
  )
}
