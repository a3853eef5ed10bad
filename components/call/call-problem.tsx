import { Button } from '@/components/ui/button'
import type { CallProblem } from '@/lib/client/room/daily-call'

type Words = { title: string; fix: string; retry?: string }

const words: Record<CallProblem, Words> = {
  insecure: {
    title: 'Calls need a secure address',
    fix: 'Browsers give camera and microphone only to pages over HTTPS or on localhost. Open this page on the server’s own computer at http://localhost with the same port, or put a proxy with a certificate (such as Caddy) in front of the server and set APP_URL to its https address.',
  },
  offline: {
    title: 'There is no network connection',
    fix: 'Check the network of this computer, then try again. The conversation goes on meanwhile.',
    retry: 'Try again',
  },
  unreachable: {
    title: 'The meeting room does not answer',
    fix: 'It did not load within 12 seconds. A firewall, a proxy or a browser extension may hold it back, or the server is starting again.',
    retry: 'Try again',
  },
  full: {
    title: 'The conversation is full',
    fix: 'Every place is taken. When somebody leaves, you can join.',
    retry: 'Try again',
  },
  'not-allowed': {
    title: 'The room did not let you in',
    fix: 'It is private, or it is gone. Load this page again; if that does not help, create a new conversation.',
    retry: 'Try again',
  },
  token: {
    title: 'The meeting token is no longer valid',
    fix: 'A token admits once and for a limited time. Trying again asks for a new one.',
    retry: 'Try again',
  },
  ended: { title: 'The conversation has ended', fix: 'Nobody can join it any more.' },
  ejected: { title: 'The conversation was ended', fix: 'Nobody can join it any more.' },
  replaced: {
    title: 'You joined from another tab',
    fix: 'The call goes on there. One person can be in it from one place at a time.',
    retry: 'Join here instead',
  },
  busy: {
    title: 'The studio takes nobody in right now',
    fix: 'Too many people are joining at once, or it is starting again. Wait a few seconds.',
    retry: 'Try again',
  },
  failed: {
    title: 'The call could not be opened',
    fix: 'Something unexpected went wrong in the meeting room. Trying again opens it anew.',
    retry: 'Try again',
  },
}

/** Why there is no call to see, with its fix. */
export function CallProblemNotice({ problem, onRetry }: { problem: CallProblem; onRetry: () => void }) {
  const { title, fix, retry } = words[problem]
  return (
    <div role="alert" className="flex flex-col items-center gap-3">
      <p className="font-semibold text-base">{title}</p>
      <p className="text-pretty text-muted">{fix}</p>
      {retry && (
        <Button variant="primary" onClick={onRetry}>
          {retry}
        </Button>
      )}
    </div>
  )
}
