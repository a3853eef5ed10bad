'use client'

import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { type Call, type CallState, startCall } from '@/lib/client/room/daily-call'
import type { DeviceTrouble } from '@/lib/client/room/device-trouble'
import { serverNow } from '@/lib/client/server-time'

/** An app-message that came while this page was in the call. `at`: when, in Unix milliseconds of the server's clock. */
export type CallMessage = { id: number; at: number; data: unknown }

/** The newest messages that are kept to be looked at. */
const mostMessages = 1000

type CallContext = {
  state: CallState
  /** What came over the room's channel since this page joined, oldest first; the newest 1000. */
  messages: CallMessage[]
  /** A device that the room did not get; null: none, or it is there by now. */
  trouble: DeviceTrouble | null
  join(): void
  leave(): void
  /** Sends an app-message of the Interactions protocol. Returns false when it could not be sent. */
  sendAppMessage(data: unknown): boolean
  /** Where the frame is put; for `CallFrame`. */
  container: RefObject<HTMLDivElement | null>
}

const Context = createContext<CallContext | null>(null)

/** The call of this page. Use inside a `CallProvider`. */
export function useCall(): CallContext {
  const call = useContext(Context)
  if (!call) throw new Error('useCall is used outside a CallProvider.')
  return call
}

type CallProviderProps = {
  meetingUrl: string
  userName: string
  /** For private rooms: asked for a fresh token at each join, since a token admits once. */
  getToken?: () => Promise<string | undefined>
  onAppMessage?: (data: unknown, fromId: string) => void
  onStateChange?: (state: CallState) => void
  children: ReactNode
}

/** Holds the one call of a page, so that whatever stands beside the frame can follow and steer it. */
export function CallProvider(props: CallProviderProps) {
  const [state, setState] = useState<CallState>({ phase: 'idle' })
  const [messages, setMessages] = useState<CallMessage[]>([])
  const [trouble, setTrouble] = useState<DeviceTrouble | null>(null)
  const received = useRef(0)
  const container = useRef<HTMLDivElement>(null)
  const call = useRef<Call | null>(null)
  // Callbacks are read when something happens, so that new ones do not join anew.
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })

  const join = useCallback(() => {
    const element = container.current
    if (!element || call.current) return
    const { meetingUrl, userName, getToken } = latest.current
    const change = (next: CallState) => {
      if (next.phase === 'left' || next.phase === 'failed') {
        call.current = null
        setTrouble(null)
      }
      setState(next)
      latest.current.onStateChange?.(next)
    }
    call.current = joinWithToken(getToken, change, (token) =>
      startCall({
        container: element,
        meetingUrl,
        token,
        userName,
        onState: change,
        onAppMessage(data, fromId) {
          received.current += 1
          const message = { id: received.current, at: serverNow(), data }
          setMessages((known) => [...known, message].slice(-mostMessages))
          latest.current.onAppMessage?.(data, fromId)
        },
        onDevice: setTrouble,
        load: () => import('@daily-co/daily-js').then((daily) => daily.default),
      }),
    )
  }, [])

  useEffect(
    () => () => {
      call.current?.drop()
      call.current = null
    },
    [],
  )

  const value = useMemo<CallContext>(
    () => ({
      state,
      messages,
      trouble,
      join,
      leave: () => call.current?.leave(),
      sendAppMessage: (data) => call.current?.send(data) ?? false,
      container,
    }),
    [state, messages, trouble, join],
  )
  return <Context value={value}>{props.children}</Context>
}

/** A call that begins by asking for its token, and can be left or dropped meanwhile. */
function joinWithToken(
  getToken: (() => Promise<string | undefined>) | undefined,
  onState: (state: CallState) => void,
  start: (token: string | undefined) => Call,
): Call {
  if (!getToken) return start(undefined)
  let call: Call | null = null
  let over = false
  onState({ phase: 'loading' })
  getToken().then(
    (token) => {
      if (!over) call = start(token)
    },
    () => {
      if (!over) onState({ phase: 'failed', problem: navigator.onLine ? 'failed' : 'offline' })
    },
  )
  return {
    send: (data) => call?.send(data) ?? false,
    leave() {
      if (call) call.leave()
      else {
        over = true
        onState({ phase: 'left' })
      }
    },
    drop() {
      over = true
      call?.drop()
    },
  }
}
