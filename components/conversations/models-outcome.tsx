import { useFormatter, useTranslations } from 'next-intl'
import type { ModelOutline } from '@/lib/domain/models/schema'
import { connectLink } from './connect-link'
import { voiceWarning } from './voice-words'

/** What will think, speak and hear. */
export function ModelsOutcome({ models, language }: { models: ModelOutline; language: string }) {
  const t = useTranslations('conversations.modelsOutcome')
  const voiceWords = useTranslations('conversations.voiceWords')
  const words = useTranslations('conversations.words')
  const format = useFormatter()
  const { pipelineMode, llm, voice, stt } = models
  const warning = voiceWarning(voice, language, { t: voiceWords, words, list: (names) => format.list(names) })
  const thinks = llm ? t('thinks', { model: llm }) : t.rich('thinksBuiltIn', { link: connectLink })
  return (
    <ul className="flex flex-col gap-1 text-muted text-xs" data-testid="models" aria-live="polite">
      <li>{pipelineMode === 'echo' ? t('echoes') : thinks}</li>
      <li className={warning ? 'text-warning' : undefined}>
        {warning ?? (voice ? t('speaks', { voice: voice.name }) : t('speaksBuiltIn'))}
      </li>
      <li>{stt ? t('hears', { model: stt }) : t('hearsBuiltIn')}</li>
    </ul>
  )
}
