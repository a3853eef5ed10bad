import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Scrolling } from '@/components/shell/code'
import { Badge } from '@/components/ui/badge'
import type { Components, ReferenceOperation } from '@/lib/domain/reference/rules'
import { Fields, Limits, typeOf } from './fields'
import { Prose } from './prose'
import { type Call, TryIt } from './try-it'

type OperationProps = {
  components: Components
  operation: ReferenceOperation
  /** Where the API is, without a slash at the end. */
  origin: string
}

/** All that is known of one operation, and a way to try it. The server draws it: none of its code goes to browsers. */
export function Operation({ components, operation, origin }: OperationProps) {
  const t = useTranslations('reference.operation')
  const { method, path, summary, description, parameters, body, answers, otherPath, isOpen, destroys } =
    operation
  const told = parameters.filter((parameter) => !parameter['x-alias-of'])
  // No more than is needed there: it goes to the browser a second time, as data.
  const call: Call = {
    ...{ method, path, destroys, isOpen },
    parameters: told
      .filter((parameter) => parameter.in !== 'header')
      .map(({ name, in: where, required, example }) => ({ name, in: where, required, example })),
    body: body?.example,
  }
  return (
    <article aria-labelledby="operation" className="min-w-0">
      <h2 id="operation" tabIndex={-1} className="font-semibold text-lg tracking-tight outline-none">
        {summary}
      </h2>
      <p className="mt-1 flex flex-wrap items-center gap-2">
        <Badge tone={destroys ? 'danger' : 'neutral'}>{method}</Badge>
        <code className="break-all font-mono text-[0.8125rem]">{path}</code>
        {otherPath && <span className="text-muted text-xs">{t('alsoAt', { path: otherPath })}</span>}
      </p>
      {description && (
        <p className="mt-3 max-w-prose text-pretty text-muted">
          <Prose text={description} />
        </p>
      )}
      {isOpen && <p className="mt-3 text-muted">{t('open')}</p>}
      <div className="mt-6 grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-8 xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-8">
          {told.length > 0 && (
            <Part title={t('parameters')}>
              <ul className="divide-y divide-border">
                {told.map((parameter) => (
                  <li key={parameter.in + parameter.name} className="py-2">
                    <p className="flex flex-wrap items-baseline gap-x-2">
                      <code className="font-medium font-mono text-[0.8125rem]">{parameter.name}</code>
                      <span className="text-muted text-xs">
                        {parameter.in} · {typeOf(parameter.schema)}
                      </span>
                    </p>
                    {parameter.description && (
                      <p className="text-muted text-sm">
                        <Prose text={parameter.description} />
                      </p>
                    )}
                    <Limits schema={parameter.schema} />
                  </li>
                ))}
              </ul>
            </Part>
          )}
          {body && (
            <Part title={t('body')}>
              <Fields components={components} schema={body.schema} />
            </Part>
          )}
          <Part title={t('answers')}>
            <ul className="divide-y divide-border">
              {answers.map(({ status, description: what, content }) => (
                <li key={status} className="py-2">
                  <p>
                    <span className="tabular font-medium">{status}</span>{' '}
                    <span className="text-muted">{what}</span>
                  </p>
                  {Object.entries(content ?? {}).map(([type, { schema, example }]) => (
                    <details key={type} className="mt-1">
                      <summary className="w-fit font-mono text-muted text-xs">{type}</summary>
                      <Fields components={components} schema={schema} />
                      {example !== undefined && (
                        <div className="mt-2">
                          <Scrolling label={t('example', { status: `${status} ${type}` })}>
                            {JSON.stringify(example, null, 2)}
                          </Scrolling>
                        </div>
                      )}
                    </details>
                  ))}
                </li>
              ))}
            </ul>
          </Part>
        </div>
        <TryIt key={operation.id} call={call} origin={origin} />
      </div>
    </article>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 font-semibold">{title}</h3>
      {children}
    </section>
  )
}
