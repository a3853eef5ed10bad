'use client'

import { useTranslations } from 'next-intl'
import { useWatch } from 'react-hook-form'
import { Code } from '@/components/shell/code'
import type { ConversationCreate } from '@/lib/domain/conversations/schema/request'
import { typed } from './form-link'
import type { FormPart } from './form-part'
import { sentOf } from './place'

/** The request in a language of one's choice, as it is typed. */
export function RequestCodeView({ form: { control } }: FormPart) {
  const t = useTranslations('conversations.requestCodeView')
  const values = useWatch({ control }) as ConversationCreate
  const url = `${window.location.origin}/v2/conversations`
  return (
    <div className="mt-3 flex flex-col gap-2 text-xs">
      <Code url={url} body={typed(readable(sentOf(values)))} />
      <p className="text-muted">
        {t.rich('needsKey', { code: (chunks) => <code className="font-mono">{chunks}</code> })}
      </p>
    </div>
  )
}

/** Without the bytes of an image, which are too many to read. */
function readable(values: ConversationCreate): ConversationCreate {
  const background = values.properties?.background
  if (background?.type !== 'image' || background.image === '') return values
  const image = `${background.image.slice(0, background.image.indexOf(',') + 1)}…`
  return { ...values, properties: { ...values.properties, background: { type: 'image', image } } }
}
