import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { languageInWords } from '@/components/conversations/words'
import type { Persona } from '@/lib/domain/personas/schema'
import { typedLayers } from './typed-layers'

/** Which models a persona runs with, as far as it says so itself; nothing of what is secret. */
export function PersonaModels({ persona }: { persona: Persona }) {
  const t = useTranslations('personas.personaModels')
  const words = useTranslations('conversations.words')
  const { llm, tts, stt, languages, patience, interruptibility } = typedLayers(persona.layers)
  const at = (model: string, address: string) =>
    address ? t('at', { model: model || t('aModel'), host: hostOf(address) }) : model
  const level = (name: string) => (name === 'low' || name === 'medium' || name === 'high' ? t(name) : '')
  const tools = (persona.layers.llm?.tools ?? []).map((tool) => tool.function?.name).filter(Boolean)
  const speaks = languages.map((name) => languageInWords(name, words)).join(', ')
  const voice = [at(tts.voice || tts.tts_model_name, tts.base_url), speaks && `(${speaks})`]
  const rows: [string, ReactNode][] = [
    [t('pipeline'), persona.pipeline_mode === 'echo' && t('echoes')],
    [t('llm'), at(llm.model, llm.base_url)],
    [t('tools'), tools.join(', ')],
    [t('tts'), voice.filter(Boolean).join(' ')],
    [t('stt'), at(stt.model, stt.base_url)],
    [t('hotwords'), stt.hotwords],
    [t('patience'), level(patience)],
    [t('interruptibility'), level(interruptibility)],
  ]
  const said = rows.filter(([, value]) => value)
  return (
    <section className="border-border border-t py-5">
      <h2 className="mb-2 font-semibold">{t('models')}</h2>
      {said.length === 0 ? (
        <p className="text-muted">{t('workspace')}</p>
      ) : (
        <dl className="grid max-w-[75ch] gap-x-4 gap-y-1.5 sm:grid-cols-[12rem_minmax(0,1fr)]">
          {said.map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="text-muted">{label}</dt>
              <dd dir="auto" className="min-w-0 break-words">
                {value}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}

const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).host : address)
