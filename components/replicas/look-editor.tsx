'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { SwitchField } from '@/components/ui/switch'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs'
import type { Look } from '@/lib/domain/replicas/schema'
import { type ColorName, colorChoices, partChoices, partGroups, shadeOf } from './look-parts'
import { StillFace } from './still-face'

const colorNames = Object.keys(colorChoices) as ColorName[]

type LookEditorProps = { look: Look; onChange: (look: Look) => void }

const tile =
  'flex cursor-pointer rounded-md border border-border bg-surface p-1 transition-colors hover:bg-subtle has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-ring has-focus-visible:outline-offset-2'

/** The parts and colours of a face. Every choice is shown on this very face. */
export function LookEditor({ look, onChange }: LookEditorProps) {
  const t = useTranslations('replicas.lookEditor')
  const change = (options: Record<string, unknown>) => {
    const all: Record<string, unknown> = { ...look.options, ...options }
    // A part that a face is without is not written down.
    const kept = Object.entries(all).filter(([, value]) => value !== '' && value !== undefined)
    onChange({ ...look, options: Object.fromEntries(kept) })
  }
  const changed = (options: Record<string, unknown>): Look => ({
    ...look,
    options: { ...look.options, ...options },
  })
  return (
    <Tabs defaultValue="hair">
      <TabsList aria-label={t('partsOfTheLook')}>
        {([...partGroups.map(({ name }) => name), 'colours'] as const).map((name) => (
          <TabsTrigger key={name} value={name}>
            {t(`groups.${name}`)}
          </TabsTrigger>
        ))}
      </TabsList>
      {partGroups.map(({ name, parts }) => (
        <TabsContent key={name} value={name} className="flex flex-col gap-4 pt-4">
          {parts.map((part) => (
            <Choices key={part} legend={t(`parts.${part}.name`)}>
              {partChoices[part].map((choice, index) => (
                <label key={choice} className={tile}>
                  <input
                    type="radio"
                    className="sr-only"
                    name={part}
                    aria-label={
                      choice
                        ? t('numbered', { part: t(`parts.${part}.name`), number: String(index + 1) })
                        : t(`parts.${part}.none`)
                    }
                    checked={(look.options[part] ?? '') === choice}
                    onChange={() => change({ [part]: choice })}
                  />
                  <StillFace look={changed({ [part]: choice || undefined })} className="size-16" />
                </label>
              ))}
            </Choices>
          ))}
          {name === 'face' && (
            <SwitchField
              label={t('lashes')}
              checked={look.options.lashes === true}
              onCheckedChange={(lashes) => change({ lashes })}
              className="max-w-60"
            />
          )}
        </TabsContent>
      ))}
      <TabsContent value="colours" className="flex flex-col gap-4 pt-4">
        {colorNames.map((option) => (
          <ColorChoice
            key={option}
            option={option}
            colors={colorChoices[option]}
            value={String(look.options[option] ?? '')}
            onChange={(color) => change({ [option]: color, ...followers(option, color) })}
          />
        ))}
      </TabsContent>
    </Tabs>
  )
}

/** Strands, brows and a beard go with the hair. */
function followers(option: string, color: string): Record<string, string> {
  if (option !== 'hairColor') return {}
  const shade = shadeOf(color)
  return { hairShade: shade, browColor: shade, beardColor: shade }
}

function Choices({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-2">{children}</div>
    </fieldset>
  )
}

type ColorChoiceProps = {
  option: ColorName
  colors: string[]
  value: string
  onChange: (color: string) => void
}

function ColorChoice({ option, colors, value, onChange }: ColorChoiceProps) {
  const t = useTranslations('replicas.lookEditor')
  const name = t(`colors.${option}`)
  return (
    <Choices legend={name}>
      {colors.map((color) => (
        <label
          key={color}
          className="flex size-8 cursor-pointer rounded-full border border-input p-0.5 has-checked:border-2 has-checked:border-accent has-focus-visible:outline-2 has-focus-visible:outline-ring has-focus-visible:outline-offset-2"
        >
          <input
            type="radio"
            className="sr-only"
            name={`color-${option}`}
            aria-label={`${name} ${color}`}
            checked={value === color}
            onChange={() => onChange(color)}
          />
          <span aria-hidden className="size-full rounded-full" style={{ background: color }} />
        </label>
      ))}
      <input
        type="color"
        aria-label={t('anotherColourOf', { name })}
        title={t('anotherColour')}
        value={/^#[0-9a-f]{6}$/i.test(value) ? value : colors[0]}
        onChange={({ target }) => onChange(target.value)}
        className="h-8 w-12 cursor-pointer rounded-md border border-input bg-surface p-0.5"
      />
    </Choices>
  )
}
