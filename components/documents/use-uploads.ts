import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { UploadError, uploadFile } from '@/lib/client/upload'
import type { DocumentActions, UploadAnswer } from './answers'

/** A file on its way: how much is gone (0 to 1), or why it did not arrive. */
export type Upload = { id: number; file: File; part: number; failure: string | null }

/** Files at once; the others wait. */
const atOnce = 2

/** Files that are being sent, whichever list shows them: a list that was left goes on sending. */
let beingSent = 0
const askFirst = (event: BeforeUnloadEvent) => event.preventDefault()

/** While a file is being sent, leaving the page asks first: it would end the sending without a word. */
function countSending(change: 1 | -1): void {
  beingSent += change
  if (beingSent > 0) window.addEventListener('beforeunload', askFirst)
  else window.removeEventListener('beforeunload', askFirst)
}

/** A ticket that was forgotten, or whose hour is over. */
const isOver = (error: unknown) => error instanceof UploadError && error.status === 404

/** Files that are being sent. Those that have arrived leave the list: the list of documents has them. */
export function useUploads(ticket: DocumentActions['upload'], onArrived: () => void) {
  const failures = useTranslations('shell.failures')
  const [uploads, setUploads] = useState<Upload[]>([])
  const controllers = useRef(new Map<number, AbortController>())
  /** Where each file goes. Sent again it goes to the same: it may have come whole, and only the answer was lost. */
  const addresses = useRef(new Map<number, string>())
  const waiting = useRef<Upload[]>([])
  const running = useRef(0)
  const last = useRef(0)

  const change = (id: number, values: Partial<Upload>) =>
    setUploads((all) => all.map((each) => (each.id === id ? { ...each, ...values } : each)))
  const drop = (id: number) => setUploads((all) => all.filter((each) => each.id !== id))

  async function addressOf({ id, file }: Upload): Promise<UploadAnswer> {
    const known = addresses.current.get(id)
    if (known) return { ok: true, url: known }
    const answer = await ticket(file.name).catch(() => null)
    if (answer?.ok) addresses.current.set(id, answer.url)
    return answer ?? { ok: false, message: failures('unreachable') }
  }

  async function send(upload: Upload): Promise<void> {
    const { id, file } = upload
    const controller = new AbortController()
    controllers.current.set(id, controller)
    const { signal } = controller
    const isAgain = addresses.current.has(id)
    try {
      const answer = await addressOf(upload)
      if (signal.aborted) return
      if (!answer.ok) return change(id, { failure: answer.message })
      await uploadFile(answer.url, file, { signal, onProgress: (part) => change(id, { part }) })
      addresses.current.delete(id)
      drop(id)
      onArrived()
    } catch (error) {
      if (signal.aborted) return
      if (isAgain && isOver(error)) {
        addresses.current.delete(id)
        return await send(upload)
      }
      const said = error instanceof UploadError ? error.said : null
      change(id, { failure: said ?? failures('unreachable') })
    } finally {
      controllers.current.delete(id)
    }
  }

  function next(): void {
    while (running.current < atOnce) {
      const upload = waiting.current.shift()
      if (!upload) return
      running.current++
      countSending(1)
      void send(upload).finally(() => {
        running.current--
        next()
        countSending(-1)
      })
    }
  }

  function begin(all: Upload[]): void {
    waiting.current.push(...all)
    next()
  }

  return {
    uploads,
    add(files: Iterable<File>) {
      const added = [...files].map((file) => ({ id: ++last.current, file, part: 0, failure: null }))
      setUploads((all) => [...all, ...added])
      begin(added)
    },
    retry(upload: Upload) {
      change(upload.id, { part: 0, failure: null })
      begin([upload])
    },
    cancel({ id }: Upload) {
      waiting.current = waiting.current.filter((each) => each.id !== id)
      controllers.current.get(id)?.abort(new Error('It was given up.'))
      drop(id)
    },
  }
}
