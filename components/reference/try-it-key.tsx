'use client'

import { createContext, type ReactNode, useCallback, useContext, useRef } from 'react'

/** Makes a key to try calls with; `expiresAt` is an instant of ISO 8601, null for a key without an end. */
export type MakeKey = () => Promise<
  { ok: true; key: string; expiresAt: string | null } | { ok: false; message: string }
>

const unanswered: MakeKey = () => Promise.reject(new Error('Calls are tried inside of a TryItKeyProvider.'))
const Context = createContext(unanswered)

/** Makes a key at the first try and uses it until it ends, whichever operation is tried. */
export function TryItKeyProvider({ makeKey, children }: { makeKey: MakeKey; children: ReactNode }) {
  const made = useRef<ReturnType<MakeKey> | null>(null)
  const keyOf = useCallback(async () => {
    const before = await made.current
    if (before?.ok && (!before.expiresAt || Date.now() < Date.parse(before.expiresAt))) return before
    made.current = makeKey()
    return await made.current
  }, [makeKey])
  return <Context value={keyOf}>{children}</Context>
}

/** The key to try calls with. */
export const useTryItKey = () => useContext(Context)
