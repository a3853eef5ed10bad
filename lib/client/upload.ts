/** Why a file did not arrive: the server's words and its status, or null and 0 when there was no answer. */
export class UploadError extends Error {
  override readonly name = 'UploadError'
  constructor(
    readonly said: string | null,
    readonly status = 0,
  ) {
    super(said ?? 'The server did not answer.')
  }
}

/**
 * Sends a file to the address of a ticket; `onProgress` hears how much of it is gone, from 0 to 1. Only this way of
 * asking tells of that.
 * @throws UploadError, or the signal's reason
 */
export function uploadFile(
  url: string,
  file: File,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (part: number) => void },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    signal.addEventListener('abort', abort)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () =>
      request.status === 200 ? resolve() : reject(new UploadError(wordsOf(request), request.status))
    request.onerror = () => reject(new UploadError(null))
    request.onabort = () => reject(signal.reason)
    request.onloadend = () => signal.removeEventListener('abort', abort)
    request.open('PUT', url)
    request.send(file)
  })
}

function wordsOf({ responseText }: XMLHttpRequest): string | null {
  try {
    const { message, detail } = Object(JSON.parse(responseText)) as Record<string, unknown>
    return typeof detail === 'string' ? detail : typeof message === 'string' ? message : null
  } catch {
    return null
  }
}
