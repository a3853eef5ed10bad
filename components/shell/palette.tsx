'use client'

import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import {
  ArrowRight,
  BookOpen,
  Building2,
  CircleStop,
  CodeXml,
  Download,
  Keyboard,
  LogOut,
  MessagesSquare,
  Monitor,
  Moon,
  Plus,
  ScanFace,
  Sun,
  UserPlus,
  UserRoundPen,
} from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ComponentType, type ReactNode, useDeferredValue, useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { foundConversationsQuery, limitsQuery, personasQuery, replicasQuery } from '@/lib/client/queries'
import type { ActionAnswer } from './answers'
import { ConfirmDialog } from './confirm-dialog'
import { developerPlaces } from './developer-places'
import { knowledgePlaces } from './knowledge-places'
import { forgetTyped } from './leave-account'
import { places } from './navigation'
import { shortcuts } from './shortcuts'
import { applyTheme } from './theme'

export type PaletteProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  showShortcuts: () => void
  workspaces: { id: string; name: string; current: boolean }[]
  switchWorkspace: (id: string) => Promise<ActionAnswer>
  endAll: () => Promise<ActionAnswer>
  signOut: () => Promise<void>
}

/** Conversations that are listed for what was typed. */
const mostConversations = 8

/** Begins the value of what the server has found, by what was said too: it matches whatever was typed. */
const foundBefore = 'found '

/**
 * How well something matches, 0 to 1: every word that was typed has to be in it. Words that begin so come before words
 * that hold it, and both before what the server has found.
 */
function matching(value: string, typed: string, words: string[] = []): number {
  if (value.startsWith(foundBefore)) return 0.3
  const text = ` ${[value, ...words].join(' ').toLowerCase()}`
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (!wanted.every((word) => text.includes(word))) return 0
  return wanted.every((word) => text.includes(` ${word}`)) ? 1 : 0.6
}

/** Everything there is and everything one can do, found by typing. */
export function Palette(props: PaletteProps) {
  const t = useTranslations('shell.palette')
  const navigation = useTranslations('shell.navigation')
  const developers = useTranslations('shell.developerPlaces')
  const knowledge = useTranslations('shell.knowledgePlaces')
  const { open, onOpenChange, workspaces } = props
  const router = useRouter()
  const [typed, setTyped] = useState('')
  const [ending, setEnding] = useState(false)
  const wanted = useDeferredValue(typed).trim()
  const { data: limits } = useQuery(limitsQuery())
  const { data: personas } = useQuery({ ...personasQuery(), enabled: open })
  const { data: replicas } = useQuery({ ...replicasQuery(), enabled: open })
  const search = useQuery({ ...foundConversationsQuery(wanted, mostConversations), enabled: open })
  // What was found for other words must not be what Enter opens.
  const found = wanted === typed.trim() && !search.isPlaceholderData ? search.data : undefined

  const close = () => {
    onOpenChange(false)
    setTyped('')
  }
  const act = (what: () => void) => () => {
    close()
    what()
  }
  const go = (href: string) => act(() => router.push(href))
  // The call page comes with headers of its own, so it is loaded whole.
  const load = (href: string) => act(() => window.location.assign(href))
  const leave = (action: () => Promise<unknown>, to: string) =>
    act(() => void action().finally(() => window.location.assign(to)))

  return (
    <>
      <Dialog
        open={open}
        onOpenChange={(next) => (next ? onOpenChange(true) : close())}
        title={t('findOrDo')}
        titleHidden
        className="top-[12vh] max-w-xl translate-y-0 gap-0 overflow-hidden p-0"
      >
        <Command label={t('findOrDo')} loop filter={matching} className="flex min-h-0 flex-col">
          <Command.Input
            autoFocus
            value={typed}
            onValueChange={setTyped}
            placeholder={t('placeholder')}
            className="h-14 shrink-0 border-border border-b bg-transparent pr-14 pl-4 text-base outline-none"
          />
          <Command.List className="max-h-[60vh] overflow-y-auto p-2">
            <Command.Empty className="p-4 text-muted">{t('nothing')}</Command.Empty>
            <Group heading={t('do')}>
              <Item icon={Plus} keys="n" onSelect={go('/conversations/new')}>
                {t('newConversation')}
              </Item>
              <Item icon={Plus} onSelect={go('/personas/new')}>
                {t('newPersona')}
              </Item>
              <Item icon={Plus} onSelect={go('/replicas/new')}>
                {t('newReplica')}
              </Item>
              <Item icon={Plus} onSelect={go('/knowledge/documents')}>
                {t('addDocument')}
              </Item>
              {(limits?.concurrency.live ?? 0) > 0 && (
                <Item icon={CircleStop} onSelect={act(() => setEnding(true))}>
                  {t('endAllLiveConversations')}
                </Item>
              )}
              <Item icon={UserPlus} onSelect={go('/settings')}>
                {t('inviteSomebodyToTheWorkspace')}
              </Item>
              <Item icon={Download} onSelect={load('/v2/conversations/export?format=csv')}>
                {t('exportAllConversationsAsCsv')}
              </Item>
              <Item icon={Download} onSelect={load('/v2/conversations/export?format=json')}>
                {t('exportAllConversationsAsJson')}
              </Item>
            </Group>
            <Group heading={t('goTo')}>
              {places.map(({ href, name, icon }) => (
                <Item
                  key={href}
                  icon={icon}
                  keys={shortcuts.find((shortcut) => shortcut.href === href)?.keys}
                  onSelect={go(href)}
                >
                  {navigation(name)}
                </Item>
              ))}
              {knowledgePlaces.map(({ href, name }) => (
                <Item key={href} icon={BookOpen} words={[navigation('knowledge')]} onSelect={go(href)}>
                  {knowledge(name)}
                </Item>
              ))}
              {developerPlaces.map(({ href, name }) => (
                <Item key={href} icon={CodeXml} words={[navigation('developers')]} onSelect={go(href)}>
                  {developers(name)}
                </Item>
              ))}
            </Group>
            <Group heading={t('conversations')}>
              {found?.data.map((conversation) => (
                <Item
                  key={conversation.conversation_id}
                  icon={MessagesSquare}
                  value={foundBefore + conversation.conversation_id}
                  onSelect={load(`/conversations/${conversation.conversation_id}`)}
                  aside={conversation.status === 'active' ? t('live') : undefined}
                >
                  {conversation.conversation_name}
                </Item>
              ))}
            </Group>
            <Group heading={t('personas')}>
              {personas?.data.map(({ persona_id: id, persona_name: name }) => (
                <Item key={id} icon={UserRoundPen} value={id} words={[name]} onSelect={go(`/personas/${id}`)}>
                  {name}
                </Item>
              ))}
            </Group>
            <Group heading={t('replicas')}>
              {replicas?.data.map(({ replica_id: id, replica_name: name }) => (
                <Item
                  key={id}
                  icon={ScanFace}
                  value={id}
                  words={[t('talkWith', { name })]}
                  onSelect={go(`/conversations/new?replica=${id}`)}
                >
                  {t('talkWith', { name })}
                </Item>
              ))}
            </Group>
            <Group heading={t('thisBrowser')}>
              {workspaces
                .filter(({ current }) => !current)
                .map(({ id, name }) => (
                  <Item
                    key={id}
                    icon={Building2}
                    value={id}
                    words={[t('switchTo', { name }), t('workspace')]}
                    onSelect={leave(() => props.switchWorkspace(id), '/conversations')}
                  >
                    {t('switchTo', { name })}
                  </Item>
                ))}
              <Item icon={Sun} onSelect={act(() => applyTheme('light'))}>
                {t('lightTheme')}
              </Item>
              <Item icon={Moon} onSelect={act(() => applyTheme('dark'))}>
                {t('darkTheme')}
              </Item>
              <Item icon={Monitor} onSelect={act(() => applyTheme('system'))}>
                {t('themeOfTheSystem')}
              </Item>
              <Item icon={Keyboard} keys="?" onSelect={act(props.showShortcuts)}>
                {t('keyboardShortcuts')}
              </Item>
              <Item icon={LogOut} onSelect={leave(() => props.signOut().finally(forgetTyped), '/signin')}>
                {t('signOut')}
              </Item>
            </Group>
          </Command.List>
        </Command>
      </Dialog>
      <ConfirmDialog
        open={ending}
        onOpenChange={setEnding}
        title={t('endAllTitle')}
        description={t('endAllDescription')}
        verb={t('endAll')}
        act={props.endAll}
      />
    </>
  )
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  )
}

type ItemProps = {
  icon: ComponentType<{ className?: string; 'aria-hidden'?: boolean }>
  keys?: string
  aside?: string
  value?: string
  words?: string[]
  onSelect: () => void
  children: ReactNode
}

function Item({ icon: Icon, keys, aside, value, words, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      keywords={words}
      onSelect={onSelect}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-subtle"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {children}
      </span>
      {aside && <span className="text-accent text-xs">{aside}</span>}
      {keys && <kbd className="font-sans text-muted text-xs">{keys.toUpperCase()}</kbd>}
      <ArrowRight
        aria-hidden
        className="size-3.5 text-muted opacity-0 [[data-selected=true]_&]:opacity-100"
      />
    </Command.Item>
  )
}
