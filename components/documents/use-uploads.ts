import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { UploadError, uploadFile } from '@/lib/client/upload'
import type { DocumentActions } from './answers'

/** A file on its way: how much is gone (0 to 1), or why it did not arrive. */
export type Upload = { id: number; file: File; part: number; failure: string | null }

/** Files at once; the others wait. */
const atOnce = 2

/** Files that are being sent. Those that have arrived leave the list: the list of documents has them. */
export function useUploads(ticket: DocumentActions['upload'], onArrived: () => void) {
  const failures = useTranslations('shell.failures')
  const [uploads, setUploads] = useState<Upload[]>([])
  const controllers = useRef(new Map<number, AbortController>())
  const waiting = useRef<Upload[]>([])
  const running = useRef(0)
  const last = useRef(0)

  const change = (id: number, values: Partial<Upload>) =>
    setUploads((all) => all.map((each) => (each.id === id ? { ...each, ...values } : each)))
  const drop = (id: number) => setUploads((all) => all.filter((each) => each.id !== id))

  async function send({ id, file }: Upload): Promise<void> {
    const controller = new AbortController()
    controllers.current.set(id, controller)
    const { signal } = controller
    const answer = await ticket(file.name).catch(() => null)
    if (signal.aborted) return
    if (!answer?.ok) return change(id, { failure: answer?.message ?? failures('unreachable') })
    try {
      await uploadFile(answer.url, file, { signal, onProgress: (part) => change(id, { part }) })
      drop(id)
      onArrived()
    } catch (error) {
      if (signal.aborted) return
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
      void send(upload).finally(() => {
        running.current--
        next()
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
