import '@/lib/client/without-eval'
import Daily, { type DailyCall } from '@daily-co/daily-js'
import { type Call, type CallState, startCall } from '@/lib/client/room/daily-call'

// A page that hosts a call with the real library, and one that does so through our wrapper.

type Seen = { action: string; [field: string]: unknown }

declare global {
  interface Window {
    host: {
      seen: Seen[]
      violations: string[]
      call: DailyCall | null
      create(url: string, properties?: Record<string, unknown>): DailyCall
      states: CallState[]
      ours: Call | null
      start(url: string): Call
    }
  }
}

const events = [
  'loaded',
  'joining-meeting',
  'joined-meeting',
  'left-meeting',
  'error',
  'nonfatal-error',
  'camera-error',
  'local-screen-share-started',
  'local-screen-share-stopped',
  'local-screen-share-canceled',
  'recording-error',
  'participant-joined',
  'participant-updated',
  'participant-left',
  'participant-counts-updated',
  'active-speaker-change',
  'network-quality-change',
  'network-connection',
  'access-state-updated',
  'app-message',
] as const

const container = document.querySelector<HTMLElement>('#call') ?? document.body

window.host = {
  seen: [],
  violations: [],
  call: null,
  create(url, properties = {}) {
    const call = Daily.createFrame(container, { url, ...properties })
    for (const event of events)
      call.on(event, (detail) => window.host.seen.push({ ...detail, action: event }))
    window.host.call = call
    return call
  },
  states: [],
  ours: null,
  start(url) {
    const call = startCall({
      container,
      meetingUrl: url,
      token: undefined,
      userName: 'Ada',
      onState: (state) => window.host.states.push(state),
      onAppMessage: (data, fromId) => window.host.seen.push({ action: 'app-message', data, fromId }),
      load: async () => Daily,
    })
    window.host.ours = call
    return call
  },
}
document.addEventListener('securitypolicyviolation', (event) =>
  window.host.violations.push(`${event.violatedDirective} ${event.blockedURI}`),
)
