import { useTranslations } from 'next-intl'
import type { ConversationModels } from '@/lib/domain/models/schema'
import { connectLinkBeside } from './connect-link'
import { languageInWords } from './words'

/** What people should know of the models of a call they are about to join: that there are none, or not the voice chosen. */
export function ModelsLine({ models }: { models: ConversationModels }) {
  const t = useTranslations('conversations.modelsLine')
  const words = useTranslations('conversations.words')
  const { pipeline_mode, llm, voice_fallback: fallback } = models
  const isWithoutModel = pipeline_mode === 'full' && llm === null
  if (!isWithoutModel && !fallback) return null
  return (
    <p className="-mt-2 mb-4 text-muted text-xs" data-testid="models-line">
      {isWithoutModel && t.rich('noModel', { link: connectLinkBeside })}
      {isWithoutModel && fallback && ' '}
      {fallback &&
        t('fallback', { voice: fallback.voice, language: languageInWords(fallback.language, words) })}
    </p>
  )
}
