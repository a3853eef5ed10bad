'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Code, Scrolling } from '@/components/shell/code'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Textarea } from '@/components/ui/textarea'
import { type Sent, send } from './send'
import { useTryItKey } from './try-it-key'

/** What is sent, with examples of its parameters, and of its body where it has one. */
export type Call = {
  method: string
  path: string
  /** What it cannot give back. */
  destroys?: string
  isOpen: boolean
  parameters: { name: string; in: string; required?: boolean; example?: unknown }[]
  body?: unknown
}

type TryItProps = {
  call: Call
  /** Where the API is, without a slash at the end. */
  origin: string
}

const json = (value: unknown) => JSON.stringify(value, null, 2)

/** A call with an example filled in, to be changed and sent. */
export function TryIt({ call, origin }: TryItProps) {
  const t = useTranslations('reference.tryIt')
  const { method, path, parameters, body, destroys, isOpen } = call
  const keyOf = useTryItKey()
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(
      parameters.map(({ name, example }) => [name, example === undefined ? '' : String(example)]),
    ),
  )
  const [text, setText] = useState(body === undefined ? '' : json(body))
  const [sent, setSent] = useState<Sent | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const called = address(path, parameters, values)
  const read = parsed(text)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (busy) return
    setRefusal(null)
    setSent(null)
    if (body !== undefined && read === undefined) return setRefusal(t('notJson'))
    setBusy(true)
    try {
      const key = isOpen ? null : await keyOf()
      if (key && !key.ok) setRefusal(key.message)
      else setSent(await send(called, method, key?.key ?? null, body === undefined ? undefined : text))
    } catch {
      setRefusal(t('unreachable'))
    } finally {
      setBusy(false)
    }
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Code
        url={origin + called}
        method={method}
        body={body !== undefined && typeof read === 'object' && read !== null ? read : undefined}
      />
      <p className="text-muted text-sm">{t('explanation')}</p>
      {parameters.length > 0 && (
        <div className="grid gap-3 sm:grid-cols-2">
          {parameters.map(({ name, required }) => (
            <Field key={name} label={<code className="font-mono text-[0.8125rem]">{name}</code>}>
              <Input
                value={values[name] ?? ''}
                required={required}
                spellCheck={false}
                autoComplete="off"
                onChange={({ target }) => setValues({ ...values, [name]: target.value })}
              />
            </Field>
          ))}
        </div>
      )}
      {body !== undefined && (
        <Field label={t('bodyLabel')}>
          <Textarea
            value={text}
            spellCheck={false}
            rows={Math.min(16, text.split('\n').length + 1)}
            className="font-mono text-xs"
            onChange={({ target }) => setText(target.value)}
          />
        </Field>
      )}
      {destroys && <Notice tone="warning">{destroys}</Notice>}
      {refusal && <Notice tone="danger">{refusal}</Notice>}
      <Button type="submit" variant={destroys ? 'danger' : 'primary'} busy={busy} className="self-start">
        {busy ? t('sending') : destroys ? t('sendAnyway') : t('send')}
      </Button>
      <div role="status">{sent && <Answer sent={sent} />}</div>
    </form>
  )
}

function Answer({ sent: { status, ms, headers, body } }: { sent: Sent }) {
  const t = useTranslations('reference.tryIt')
  return (
    <div className="flex flex-col gap-2">
      <p className="tabular font-medium">{t('took', { status: String(status), ms: String(ms) })}</p>
      {body.kind === 'text' && <Scrolling label={t('answer')}>{body.text}</Scrolling>}
      {body.kind === 'bytes' && (
        <p className="text-muted">{t('binary', { bytes: String(body.bytes), type: body.type })}</p>
      )}
      {(body.kind === 'empty' || body.kind === 'stream') && <p className="text-muted">{t(body.kind)}</p>}
      <details>
        <summary className="w-fit text-muted text-xs">{t('headers')}</summary>
        <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 font-mono text-xs">
          {headers.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="break-all">{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  )
}

function address(path: string, parameters: Call['parameters'], values: Record<string, string>): string {
  const query = new URLSearchParams()
  let at = path
  for (const { name, in: where } of parameters) {
    const value = values[name] ?? ''
    if (where === 'path') at = at.replace(`{${name}}`, encodeURIComponent(value) || `{${name}}`)
    else if (value !== '') query.set(name, value)
  }
  return query.size > 0 ? `${at}?${query}` : at
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
