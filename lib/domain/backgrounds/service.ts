import { createHash } from 'node:crypto'
import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import type { Transaction } from '@/lib/platform/database/client'
import { imageFacts } from './rules'
import { type Background, imageId, mostImageBytes, mostImageSide, tooLarge } from './schema'

const refused = (message: string) =>
  new DomainError('invalid', message, { field: 'properties.background.image' })

/**
 * Keeps the image of a background, once for each workspace however often it is sent, and returns the background with
 * the image's id in place of its data.
 * @throws DomainError `invalid` for what is no image of the kinds we take, too large, or an id that names none
 */
export async function keepBackground(
  tx: Transaction,
  { workspaceId }: WorkspaceScope,
  background: Background,
  now: Date,
): Promise<Background> {
  if (background.type !== 'image') return background
  const { image } = background
  if (imageId.test(image)) {
    const known = await tx.backgroundImage.findUnique({
      where: { workspaceId_hash: { workspaceId, hash: image } },
      select: { hash: true },
    })
    if (!known) throw refused('There is no background image with this id. Send the image itself.')
    return background
  }
  const { bytes, type } = checked(image)
  const hash = createHash('sha256').update(bytes).digest('hex')
  await tx.backgroundImage.createMany({
    data: { workspaceId, hash, mimeType: type, bytes, createdAt: now },
    skipDuplicates: true,
  })
  return { type: 'image', image: hash }
}

/** The image in a data URL. What it is its bytes say; the URL's own word for it does not count. */
function checked(dataUrl: string) {
  const bytes = new Uint8Array(Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64'))
  if (bytes.length > mostImageBytes) throw refused(tooLarge)
  const facts = imageFacts(bytes)
  if (!facts) throw refused('The background image is not a PNG, JPEG or WebP image, or it is damaged.')
  const { type, width, height } = facts
  if (width > mostImageSide || height > mostImageSide) {
    const most = mostImageSide.toLocaleString('en-US')
    throw refused(
      `The background image has ${width} × ${height} pixels. It may have at most ${most} a side; make it smaller.`,
    )
  }
  return { bytes, type }
}
