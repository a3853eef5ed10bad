import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { signOut } from '@/app/(auth)/actions'
import { currentMember } from '@/app/scope'
import { Words } from '@/app/words'
import { AccountMenu } from '@/components/shell/account-menu'
import { CommandBar } from '@/components/shell/command-bar'
import { Frame } from '@/components/shell/frame'
import { LiveChanges } from '@/components/shell/live-changes'
import { LiveGauge } from '@/components/shell/live-gauge'
import { preferenceIn } from '@/components/shell/preference'
import { PriceProvider } from '@/components/shell/price'
import { ServerClockProvider } from '@/components/shell/server-clock'
import { ThemeSwitch } from '@/components/shell/theme-switch'
import { WorkspaceSwitch } from '@/components/shell/workspace-switch'
import { readAccount } from '@/lib/domain/accounts/queries'
import { workspaceLimits } from '@/lib/domain/usage/queries/limits'
import { listOwnWorkspaces } from '@/lib/domain/workspaces/queries'
import {
  endAction,
  endAllAction,
  endForeignAction,
  signOutEverywhere,
  switchWorkspaceAction,
} from './actions'

/** The frame of the dashboard. Each page asks for the member itself and names the way back. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const scope = await currentMember()
  // The page below leads to sign-in, and knows the way back.
  if (!scope) return children
  const [account, workspaces, limits, theme] = await Promise.all([
    readAccount(scope),
    listOwnWorkspaces(scope),
    workspaceLimits(scope),
    cookies().then((all) => preferenceIn(all, 'theme')),
  ])
  return (
    <Words of={['shell']}>
      <ServerClockProvider now={limits.as_of}>
        <LiveChanges />
        <PriceProvider price={limits.price}>
          <Frame
            workspace={<WorkspaceSwitch workspaces={workspaces} choose={switchWorkspaceAction} />}
            tools={
              <>
                <CommandBar
                  workspaces={workspaces}
                  switchWorkspace={switchWorkspaceAction}
                  endAll={endAllAction}
                  signOut={signOut}
                />
                <LiveGauge
                  initial={limits}
                  end={endAction}
                  endAll={endAllAction}
                  endForeign={endForeignAction}
                />
                <ThemeSwitch initial={theme === 'light' || theme === 'dark' ? theme : 'system'} />
                <AccountMenu {...account} signOut={signOut} signOutEverywhere={signOutEverywhere} />
              </>
            }
          >
            {children}
          </Frame>
        </PriceProvider>
      </ServerClockProvider>
    </Words>
  )
}
