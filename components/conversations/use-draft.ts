'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import { newRequestKey } from '@/lib/client/request-key'
import { defaultPersonaId } from '@/lib/domain/conversations/rules'
import type { ConversationCreate } from '@/lib/domain/conversations/schema/request'
import { type Draft, readDraft, takePrefill, writeDraft } from './draft'
import { isFormLink } from './form-link-mark'

export const emptyForm: ConversationCreate = {
  persona_id: defaultPersonaId,
  replica_id: '',
  conversation_name: '',
  conversational_context: '',
  custom_greeting: '',
  properties: {},
}

/** Whence the form has what it shows, where that is to be said; `before`: what was typed and gave way to a link. */
export type Filled = { from: 'draft' | 'link' | 'damaged-link'; before: Draft | null }

export type DraftControl = {
  filled: Filled | null
  /** The key under which the server recognises this request when it is repeated. */
  requestKey: RefObject<string>
  startEmpty(): void
  /** Brings back what gave way to a link. */
  goBack(): void
  /** Keeps what is typed now, under a new key if `renewed`. */
  keep(renewed: boolean): void
  /** It was created. */
  forget(): void
}

type Chosen = { persona_id?: string; replica_id?: string }

/** Fills the form when it opens, from what another page asked for, a link or the draft of before, and keeps the draft. */
export function useDraft(
  accountId: string,
  { reset, watch, getValues }: UseFormReturn<ConversationCreate>,
  chosen: Chosen,
): DraftControl {
  const requestKey = useRef('')
  const [filled, setFilled] = useState<Filled | null>(null)

  // Once, on opening: what another page asked for wins over a link, and that over the draft of before.
  const opening = useRef(chosen)
  useEffect(() => {
    let over = false
    const prefill = takePrefill()
    const wanted = opening.current
    const draft = prefill || wanted.persona_id || wanted.replica_id ? null : readDraft(accountId)
    requestKey.current = draft?.requestKey ?? newRequestKey()
    if (prefill || draft) reset({ ...emptyForm, ...(prefill ?? draft?.values) })
    setFilled(draft && { from: 'draft', before: null })
    const { unsubscribe } = watch((values) =>
      writeDraft(accountId, { requestKey: requestKey.current, values: values as ConversationCreate }),
    )

    const followLink = async () => {
      if (!isFormLink(window.location.hash)) return
      const { readFormLink } = await import('./form-link')
      const values = await readFormLink(window.location.hash)
      if (over) return
      // Loading again then shows what was typed since, and not the link once more.
      window.history.replaceState(null, '', window.location.pathname + window.location.search)
      if (!values) return setFilled({ from: 'damaged-link', before: null })
      const before = readDraft(accountId)
      requestKey.current = newRequestKey()
      // A link says nothing about what is left empty, the persona included.
      reset({ ...emptyForm, persona_id: '', ...values })
      setFilled({ from: 'link', before })
    }
    void followLink()
    window.addEventListener('hashchange', followLink)
    return () => {
      over = true
      unsubscribe()
      window.removeEventListener('hashchange', followLink)
    }
  }, [accountId, reset, watch])

  return {
    filled,
    requestKey,
    startEmpty() {
      reset(emptyForm)
      requestKey.current = newRequestKey()
      writeDraft(accountId, null)
      setFilled(null)
    },
    goBack() {
      const before = filled?.before
      if (!before) return
      requestKey.current = before.requestKey
      reset({ ...emptyForm, ...before.values })
      setFilled(null)
    },
    keep(renewed) {
      if (renewed) requestKey.current = newRequestKey()
      writeDraft(accountId, { requestKey: requestKey.current, values: getValues() })
    },
    forget: () => writeDraft(accountId, null),
  }
}
