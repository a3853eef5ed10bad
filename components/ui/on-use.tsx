'use client'

import { type ComponentType, useEffect, useState } from 'react'

type Outcome<Props> = { Part: ComponentType<Props> } | { failure: unknown }

/**
 * A component whose code is loaded when it is rendered for the first time, with nothing in its place until then. A
 * failed load goes to the nearest error boundary; the next one to be rendered asks again.
 *
 * By state and not by `lazy`: React keeps a suspended component back for 300 ms once it has shown a stand-in.
 */
export function onUse<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: { Part: ComponentType<Props> } | undefined
  return function OnUse(props: Props) {
    const [outcome, setOutcome] = useState<Outcome<Props> | undefined>(loaded)
    useEffect(() => {
      if (outcome) return
      let gone = false
      load().then(
        (Part) => {
          loaded = { Part }
          if (!gone) setOutcome(loaded)
        },
        (failure) => !gone && setOutcome({ failure }),
      )
      return () => {
        gone = true
      }
    }, [outcome])
    if (!outcome) return null
    if ('failure' in outcome) throw outcome.failure
    return <outcome.Part {...props} />
  }
}
