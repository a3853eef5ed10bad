'use client'

import { type FormEvent, startTransition, useActionState, useEffect, useRef } from 'react'
import { type FieldValues, type Resolver, useForm } from 'react-hook-form'
import type { FormAction } from './form-state'

/**
 * A form that checks with the domain's schema before it is posted to a server action. Before the page's script runs it
 * is a plain POST to the same action, and what is in its fields by then (typed, or filled in by a password manager)
 * is kept: fields take their first values from `defaultValue`, never from the form library.
 */
export function usePostedForm<Values extends FieldValues>(resolver: Resolver<Values>, action: FormAction) {
  const [state, post, busy] = useActionState(action, {})
  const form = useForm<Values>({ resolver })
  const element = useRef<HTMLFormElement>(null)
  const { errors } = form.formState

  // Whoever cannot see where it went wrong is led there.
  useEffect(() => {
    const wrong = Object.keys(state.fields ?? {})[0]
    if (wrong) element.current?.querySelector<HTMLElement>(`[name="${CSS.escape(wrong)}"]`)?.focus()
  }, [state])

  return {
    state,
    busy,
    form,
    /** The error of a field: the one of the schema, else what the server said. */
    errorOf(name: string): string | undefined {
      return (errors[name]?.message as string | undefined) ?? state.fields?.[name]
    },
    /** For the `form` element. */
    attributes: {
      ref: element,
      action: post,
      noValidate: true,
      onSubmit(event: FormEvent<HTMLFormElement>) {
        const posted = event.currentTarget
        void form.handleSubmit(() => startTransition(() => post(new FormData(posted))))(event)
      },
    },
  }
}
