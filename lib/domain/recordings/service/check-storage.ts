import { DomainError } from '@/lib/domain/errors'
import { bucketOf, type RecordingSettings } from '@/lib/domain/recordings/rules'
import { checkRole } from '@/lib/platform/storage/s3'

/**
 * Makes sure, before a conversation begins, that its recordings can go where they are to go.
 * @throws DomainError `invalid` when the role cannot be assumed
 */
export async function checkStorage(settings: RecordingSettings): Promise<void> {
  const bucket = settings.enable_recording ? bucketOf(settings) : null
  if (!bucket) return
  try {
    await checkRole(bucket)
  } catch (error) {
    const why = error instanceof Error ? error.message : 'It did not answer.'
    throw new DomainError('invalid', `unable to assume role with given parameters. ${why}`, {
      field: 'properties.recording_storage',
    })
  }
}
