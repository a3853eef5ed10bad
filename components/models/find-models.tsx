'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { InlineError } from '@/components/ui/inline-error'
import type { FoundServer } from '@/lib/protocol/model-trial'

/** Servers that answer on the installation's machine, where it lets models be there; or why nobody looked. */
export type FindAnswer =
  | { ok: true; isAllowed: boolean; servers: FoundServer[] }
  | { ok: false; message: string }

type FindModelsProps = {
  find: () => Promise<FindAnswer>
  use: (server: FoundServer, model: string) => void
}

/** Looks for models on the machine that the installation runs on, and offers what is there. */
export function FindModels({ find, use }: FindModelsProps) {
  const t = useTranslations('models.findModels')
  const failures = useTranslations('shell.failures')
  const [isLooking, setLooking] = useState(false)
  const [answer, setAnswer] = useState<FindAnswer>()
  const look = async () => {
    setLooking(true)
    setAnswer(await find().catch(() => ({ ok: false as const, message: failures('unreachable') })))
    setLooking(false)
  }
  return (
    <div className="flex w-full flex-col items-start gap-2">
      <Button size="sm" busy={isLooking} onClick={() => void look()}>
        {t('find')}
      </Button>
      <div aria-live="polite" className="w-full">
        {answer?.ok && <Found answer={answer} use={use} />}
      </div>
      {answer && !answer.ok && <InlineError>{answer.message}</InlineError>}
    </div>
  )
}

type FoundProps = { answer: Extract<FindAnswer, { ok: true }>; use: FindModelsProps['use'] }

function Found({ answer, use }: FoundProps) {
  const t = useTranslations('models.findModels')
  const { isAllowed, servers } = answer
  if (!isAllowed) return <p className="text-muted">{t('notAllowed')}</p>
  if (servers.length === 0) {
    return (
      <div className="text-muted">
        <p>{t('nothing')}</p>
        <p className="mt-1">
          {t.rich('howToInstall', {
            code: (chunks) => <code className="font-mono text-foreground text-xs">{chunks}</code>,
          })}
        </p>
      </div>
    )
  }
  return (
    <ul className="flex flex-col gap-3">
      {servers.map((server) => (
        <li key={server.name}>
          <p className="mb-1.5 text-muted">
            {server.models.length > 0
              ? t('has', { name: server.name, count: server.models.length })
              : t('hasNone', { name: server.name })}
          </p>
          <div className="flex flex-wrap gap-2">
            {server.models.map((model) => (
              <Button
                key={model}
                size="sm"
                aria-label={t('use', { model, name: server.name })}
                onClick={() => use(server, model)}
                className="font-mono text-xs"
              >
                {model}
              </Button>
            ))}
          </div>
        </li>
      ))}
    </ul>
  )
}
