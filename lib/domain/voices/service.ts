import { DomainError } from '@/lib/domain/errors'
import { take } from '@/lib/domain/requests/service/take'
import type { SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { providerNamed } from '@/lib/providers/port'
import { type SpokenSample, type VoiceSample, voiceSample } from './schema'

/** Samples one person may hear in a window of milliseconds: calls speak by the same voice. */
const samples = { most: 40, window: 60_000 }

/**
 * Speaks a few words in a voice that somebody is choosing.
 * @throws DomainError `invalid` with the field, `throttled`, or `unavailable` when the voice does not answer
 */
export async function speakSample(
  scope: WorkspaceScope,
  system: SystemScope,
  request: VoiceSample,
): Promise<SpokenSample> {
  const parsed = voiceSample.safeParse(request)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new DomainError('invalid', issue?.message ?? 'This is not usable.', {
      field: String(issue?.path[0]),
    })
  }
  const taken = await take(system, `voice-sample ${scope.accountId}`, samples.most, samples.window)
  if (!taken.allowed) {
    throw new DomainError('throttled', 'You have heard many samples in a minute. Wait a moment.', {
      retryAt: taken.resetAt,
    })
  }
  const { preview } = providerNamed('studio')
  if (!preview) throw new DomainError('unavailable', 'This server cannot speak samples.')
  try {
    const { wav, mouth } = await preview(parsed.data)
    return { wav: new Uint8Array(wav), mouth }
  } catch (error) {
    registry().log.warn({ error }, 'A sample of a voice could not be spoken.')
    throw new DomainError('unavailable', 'The voice does not answer at the moment. Try again.')
  }
}
