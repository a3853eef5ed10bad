'use client'

import { FileUp, RotateCcw, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { InlineError } from '@/components/ui/inline-error'
import { formatBytes } from '@/lib/client/format'
import type { DocumentActions } from './answers'
import { type Upload, useUploads } from './use-uploads'

const accepted = '.pdf,.docx,.pptx,.md,.markdown,.txt,.csv,.html,.htm'

type UploadAreaProps = {
  ticket: DocumentActions['upload']
  onArrived: () => void
  /** Another way in, beside this one. */
  children: ReactNode
}

/** Takes files that are dropped or chosen, and shows how each of them is getting on. */
export function UploadArea({ ticket, onArrived, children }: UploadAreaProps) {
  const t = useTranslations('documents.uploadArea')
  const { uploads, add, retry, cancel } = useUploads(ticket, onArrived)
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const choosing = useRef<HTMLButtonElement>(null)
  /** What was pressed goes away with it, and would take the focus along. */
  const keepFocus = () => choosing.current?.focus()
  return (
    <section aria-label={t('upload')} className="mb-6">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button does the same */}
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          add(event.dataTransfer.files)
        }}
        className={cn(
          'flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-dashed px-4 py-3.5 transition-colors',
          over ? 'border-accent bg-accent-soft' : 'border-border',
        )}
      >
        <Button ref={choosing} onClick={() => input.current?.click()}>
          <FileUp aria-hidden />
          {t('choose')}
        </Button>
        {children}
        <p className="min-w-0 flex-1 basis-56 text-muted text-xs">{t('hint')}</p>
        <input
          ref={input}
          type="file"
          multiple
          accept={accepted}
          hidden
          onChange={({ target }) => {
            add(target.files ?? [])
            target.value = ''
          }}
        />
      </div>
      {uploads.length > 0 && (
        <ul aria-label={t('onTheirWay')} className="mt-2 divide-y divide-border border-border border-b">
          {uploads.map((upload) => (
            <UploadRow
              key={upload.id}
              upload={upload}
              onRetry={() => {
                retry(upload)
                keepFocus()
              }}
              onCancel={() => {
                cancel(upload)
                keepFocus()
              }}
            />
          ))}
        </ul>
      )}
    </section>
  )
}

type UploadRowProps = { upload: Upload; onRetry: () => void; onCancel: () => void }

function UploadRow({ upload: { file, part, failure }, onRetry, onCancel }: UploadRowProps) {
  const t = useTranslations('documents.uploadArea')
  const { name } = file
  return (
    <li className="flex items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-3">
          <span dir="auto" className="truncate">
            {name}
          </span>
          <span className="tabular shrink-0 text-muted text-xs">{formatBytes(file.size)}</span>
        </p>
        {failure ? (
          <InlineError>{failure}</InlineError>
        ) : (
          <progress
            aria-label={t('progressOf', { name })}
            max={1}
            value={part}
            className="mt-1 h-1 w-full accent-accent"
          />
        )}
      </div>
      {failure && (
        <Button variant="ghost" size="icon-sm" aria-label={t('retry', { name })} onClick={onRetry}>
          <RotateCcw aria-hidden />
        </Button>
      )}
      <Button variant="ghost" size="icon-sm" aria-label={t('cancel', { name })} onClick={onCancel}>
        <X aria-hidden />
      </Button>
    </li>
  )
}
