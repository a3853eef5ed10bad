import type { AbstractIntlMessages, Messages } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import { WithMessages } from '@/components/shell/with-messages'

type Area = keyof Messages
type Part = { [Name in Area]: `${Name}.${keyof Messages[Name] & string}` }[Area]

type WordsProps = {
  /** Parts of the catalog, whole areas or one component's. */
  of: (Area | Part)[]
  children: ReactNode
}

/** Sends the words of these parts to the browser, for the components below; what is drawn here needs no sending. */
export async function Words({ of, children }: WordsProps) {
  const all: Record<string, AbstractIntlMessages> = await getMessages()
  const chosen: Record<string, AbstractIntlMessages> = {}
  for (const name of of) {
    const [area = '', part] = name.split('.')
    const whole = all[area] ?? {}
    chosen[area] = part ? { ...chosen[area], [part]: whole[part] ?? {} } : whole
  }
  return <WithMessages messages={chosen}>{children}</WithMessages>
}
