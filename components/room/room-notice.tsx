import type { ReactNode } from 'react'

type RoomNoticeProps = { title: string; children?: ReactNode; actions?: ReactNode; picture?: ReactNode }

/** A room that is not open for this person: what is so, why, and the way on. */
export function RoomNotice({ title, children, actions, picture }: RoomNoticeProps) {
  return (
    <main
      id="main"
      // From the top, not the middle: what a browser comes to later moves nothing that is there.
      className="mx-auto flex min-h-dvh max-w-lg flex-col items-center gap-4 px-4 pt-[26dvh] pb-10 text-center"
    >
      {picture}
      <h1 className="text-balance font-semibold text-xl" dir="auto">
        {title}
      </h1>
      {children && <div className="flex flex-col gap-2 text-pretty text-muted">{children}</div>}
      {actions && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </main>
  )
}
