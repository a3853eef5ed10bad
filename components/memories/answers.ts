import type { ActionAnswer, SaveAnswer } from '@/components/shell/answers'

/** What can be done with facts. */
export type FactActions = {
  update: (store: string, id: string, content: string) => Promise<ActionAnswer>
  remove: (store: string, id: string) => Promise<ActionAnswer>
}

/** Puts a fact in a store; asked again under the same key it is one fact. */
export type AddFact = (store: string, content: string, requestKey: string) => Promise<SaveAnswer>

/** Where a store is shown. */
export const storePath = (store: string) => `/knowledge/memories/${encodeURIComponent(store)}`
