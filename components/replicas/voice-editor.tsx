'use client'

import { Play, Square } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { languageInWords } from '@/components/conversations/words'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { InlineError } from '@/components/ui/inline-error'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { Voice } from '@/lib/domain/replicas/schema'
import { languages } from '@/lib/protocol/languages'
import type { SamplePlayer } from './use-sample'

const variants = {
  femaleVoices: ['f1', 'f2', 'f3', 'f4', 'f5'],
  maleVoices: ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8'],
} as const
const groups = ['femaleVoices', 'maleVoices'] as const

type VoiceEditorProps = {
  voice: Voice
  onChange: (voice: Voice) => void
  player: SamplePlayer
  /** Who speaks, for the first sample. */
  name: string
}

/** Which voice, how high and how fast; and a line of one's own to hear it by. */
export function VoiceEditor({ voice, onChange, player, name }: VoiceEditorProps) {
  const t = useTranslations('replicas.voiceEditor')
  const words = useTranslations('conversations.words')
  const [text, setText] = useState<string | null>(null)
  const [language, setLanguage] = useState('english')
  const line = text ?? t('hello', { name: name.trim() || t('yourNewReplica') })
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label={t('voice')}>
          <Select
            value={voice.variant}
            onChange={({ target }) =>
              onChange({
                ...voice,
                variant: target.value,
                gender: target.value.startsWith('f') ? 'female' : 'male',
              })
            }
          >
            {groups.map((group) => (
              <optgroup key={group} label={t(group)}>
                {variants[group].map((variant) => (
                  <option key={variant} value={variant}>
                    {t(variant.startsWith('f') ? 'female' : 'male', { number: variant.slice(1) })}
                  </option>
                ))}
              </optgroup>
            ))}
          </Select>
        </Field>
        <Range
          label={t('pitch')}
          value={voice.pitch}
          least={0}
          most={99}
          onChange={(pitch) => onChange({ ...voice, pitch })}
        />
        <Range
          label={t('pace')}
          unit={t('wordsAMinute')}
          value={voice.rate}
          least={100}
          most={260}
          onChange={(rate) => onChange({ ...voice, rate })}
        />
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('hearItSay')} className="min-w-56 flex-1">
          <Input value={line} maxLength={200} onChange={({ target }) => setText(target.value)} />
        </Field>
        <Field label={t('in')} className="w-36">
          <Select value={language} onChange={({ target }) => setLanguage(target.value)}>
            {languages
              .filter((each) => each !== 'multilingual')
              .map((each) => (
                <option key={each} value={each}>
                  {languageInWords(each, words)}
                </option>
              ))}
          </Select>
        </Field>
        {player.state === 'speaking' ? (
          <Button onClick={player.stop}>
            <Square aria-hidden />
            {t('stop')}
          </Button>
        ) : (
          <Button
            busy={player.state === 'asking'}
            onClick={() => void player.play({ text: line, language, voice })}
          >
            <Play aria-hidden />
            {t('play')}
          </Button>
        )}
      </div>
      {player.error && <InlineError>{player.error}</InlineError>}
    </div>
  )
}

type RangeProps = {
  label: string
  unit?: string
  value: number
  least: number
  most: number
  onChange: (value: number) => void
}

function Range({ label, unit, value, least, most, onChange }: RangeProps) {
  return (
    <Field label={label} aside={unit ? `${value} ${unit}` : value}>
      <input
        type="range"
        min={least}
        max={most}
        value={value}
        onChange={({ target }) => onChange(Number(target.value))}
        className="h-9 w-full cursor-pointer accent-accent"
      />
    </Field>
  )
}
