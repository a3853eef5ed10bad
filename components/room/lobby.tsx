'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Portrait } from '@/components/replicas/portrait'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { Media, MediaSnapshot } from '@/lib/client/room/media'
import { readName, writeName } from '@/lib/client/room/own-name'
import type { GuestView } from '@/lib/domain/conversations/serialize'
import { DeviceChoice } from './device-choice'
import { DeviceProblems } from './device-problem'
import { DeviceSwitch } from './device-switch'
import { LevelMeter } from './level-meter'
import { SpeakerTest } from './speaker-test'
import { TrackVideo } from './track-video'

type LobbyProps = { view: GuestView; media: Media; state: MediaSnapshot; onJoin(name: string): void }

/** Before the call: who is there, and whether one will be seen and heard. Joining never waits for a device. */
export function Lobby({ view, media, state, onJoin }: LobbyProps) {
  const t = useTranslations('room.lobby')
  const [name, setName] = useState('')
  const { audio, video } = state
  useEffect(() => {
    setName(readName())
    if (view.audioOnly) void media.set('audio', true)
    else void media.startBoth()
  }, [media, view.audioOnly])

  const join = () => {
    writeName(name.trim())
    onJoin(name.trim())
  }
  return (
    <main
      id="main"
      // From the top, not the middle: what comes once the browser gives the devices moves nothing that is there.
      className="mx-auto grid min-h-dvh max-w-4xl content-start gap-x-12 gap-y-6 px-4 py-6 md:grid-cols-2 md:grid-rows-[auto_auto] md:pt-[12dvh]"
    >
      <section aria-label={t('microphoneAndCamera')} className="flex min-w-0 flex-col gap-4">
        {!view.audioOnly && (
          <div className="flex aspect-video items-center justify-center overflow-hidden rounded-lg border border-border bg-subtle text-muted">
            {video.track ? (
              <TrackVideo track={video.track} label={t('yourCamera')} mirrored />
            ) : (
              <p>{t('yourCameraIsOff')}</p>
            )}
          </div>
        )}
        <div className="flex items-center gap-2">
          <DeviceSwitch kind="audio" media={media} state={audio} />
          {!view.audioOnly && <DeviceSwitch kind="video" media={media} state={video} />}
          <div className="ms-2 flex min-w-0 flex-1 flex-col gap-1.5">
            <span className="text-muted text-xs">
              {audio.track ? t('speakAndTheBarMoves') : t('yourMicrophoneIsOff')}
            </span>
            <LevelMeter track={audio.track} />
          </div>
        </div>
        <DeviceProblems audio={audio.problem} video={view.audioOnly ? null : video.problem} />
      </section>

      <form
        className="flex min-w-0 flex-col gap-5 md:row-span-2"
        method="post"
        onSubmit={(event) => {
          event.preventDefault()
          join()
        }}
      >
        <div className="flex items-center gap-4">
          <Portrait look={view.replica.look} className="size-20 rounded-lg" />
          <div className="min-w-0">
            <h1 className="line-clamp-3 font-semibold text-lg leading-snug" dir="auto">
              {view.name || t('conversationWith', { name: view.replica.name })}
            </h1>
            {view.name && (
              <p className="line-clamp-2 text-muted">
                {t.rich('with', { name: () => <bdi>{view.replica.name}</bdi> })}
              </p>
            )}
          </div>
        </div>
        <WhoIsThere names={view.participants} />
        <Field label={t('yourName')} hint={t('nameHint')}>
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={80}
            autoComplete="name"
            placeholder={t('guest')}
          />
        </Field>
        <Button type="submit" variant="primary" size="lg">
          {t(joinLabel(audio.track !== null, view.audioOnly || video.track !== null))}
        </Button>
      </form>

      <section aria-label={t('devices')} className="flex min-w-0 flex-col gap-4 max-md:mt-4">
        <SpeakerTest speakerId={state.speakerId} />
        <DeviceChoice kind="audio" media={media} state={state} />
        {!view.audioOnly && <DeviceChoice kind="video" media={media} state={state} />}
        <DeviceChoice kind="speaker" media={media} state={state} />
      </section>
    </main>
  )
}

function joinLabel(audio: boolean, video: boolean) {
  if (audio) return video ? 'join' : 'joinWithoutCamera'
  return video ? 'joinWithoutMicrophone' : 'joinWithoutBoth'
}

/** How many names are spelt out. */
const mostNames = 5

/** A name whose direction does not turn the words around it. */
const isolated = (name: string) => `\u2068${name}\u2069`

function WhoIsThere({ names }: { names: string[] }) {
  const t = useTranslations('room.lobby')
  if (names.length === 0) return <p className="text-muted">{t('nobodyElseIsHereYet')}</p>
  const more = names.length - mostNames
  return (
    <p className="line-clamp-4">
      <span className="text-muted">{t('hereAlready')} </span>
      {names.slice(0, mostNames).map(isolated).join(', ')}
      {more > 0 && ` ${t('andMore', { count: more })}`}
    </p>
  )
}
