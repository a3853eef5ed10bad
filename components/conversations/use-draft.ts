'use client'

import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import { newRequestKey } from '@/lib/client/request-key'
import type { ProviderWire } from '@/lib/domain/connections/schema'
import type { ConversationCreate } from '@/lib/domain/conversations/schema/request'
import { type Draft, readDraft, takePrefill, writeDraft } from './draft'
import { isFormLink } from './form-link-mark'
import { type Chosen, choicesOf, emptyForm, type FormCast, fitting, movedTo, startOf } from './place'

/** Whence the form has what it shows, where that is to be said; `before`: what was typed and gave way to a link. */
export type Filled = { from: 'draft' | 'link' | 'damaged-link'; before: Draft | null }

export type DraftControl = {
  filled: Filled | null
  /** The key under which the server recognises this request when it is repeated. */
  requestKey: RefObject<string>
  startEmpty(): void
  /** Brings back what gave way to a link. */
  goBack(): void
  /** Chooses in place of somebody who has chosen nobody yet: that alone is no draft. */
  choose(cast: FormCast): void
  /** Keeps what is typed now, under a new key if `renewed`. */
  keep(renewed: boolean): void
  /** It was created. */
  forget(): void
}

type Opening = { chosen: Chosen; providers: ProviderWire[] }

/** Fills the form when it opens, from what another page asked for, a link or the draft of before, and keeps the draft. */
export function useDraft(
  accountId: string,
  { reset, watch, getValues, setValue }: UseFormReturn<ConversationCreate>,
  asked: Opening,
): DraftControl {
  const requestKey = useRef('')
  const choosing = useRef(false)
  const [filled, setFilled] = useState<Filled | null>(null)

  // Once, on opening: what another page asked for wins over a link, and that over the draft of before.
  const opening = useRef(asked)
  useEffect(() => {
    let over = false
    const prefill = takePrefill()
    const { chosen, providers } = opening.current
    const choices = choicesOf(providers)
    const draft = prefill || chosen.persona_id || chosen.replica_id ? null : readDraft(accountId)
    requestKey.current = draft?.requestKey ?? newRequestKey()
    if (prefill) reset({ ...emptyForm, ...fitting(prefill, choices) })
    if (draft) {
      const before = fitting(draft.values, choices)
      const provider = choices.find((name) => name === chosen.provider)
      reset({ ...emptyForm, ...(provider ? movedTo(before, provider) : before) })
    }
    setFilled(draft && { from: 'draft', before: null })
    const { unsubscribe } = watch((values) => {
      if (choosing.current) return
      writeDraft(accountId, { requestKey: requestKey.current, values: values as ConversationCreate })
    })

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
      reset({ ...emptyForm, persona_id: '', ...fitting(values, choices) })
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

  const choose = useCallback(
    (cast: FormCast) => {
      choosing.current = true
      setValue('persona_id', cast.persona_id)
      setValue('replica_id', cast.replica_id)
      choosing.current = false
    },
    [setValue],
  )

  return {
    filled,
    requestKey,
    choose,
    startEmpty() {
      const { chosen, providers } = opening.current
      reset(startOf(providers, { provider: chosen.provider }))
      requestKey.current = newRequestKey()
      writeDraft(accountId, null)
      setFilled(null)
    },
    goBack() {
      const before = filled?.before
      if (!before) return
      requestKey.current = before.requestKey
      reset({ ...emptyForm, ...fitting(before.values, choicesOf(opening.current.providers)) })
      setFilled(null)
    },
    keep(renewed) {
      if (renewed) requestKey.current = newRequestKey()
      writeDraft(accountId, { requestKey: requestKey.current, values: getValues() })
    },
    forget: () => writeDraft(accountId, null),
  }
}
