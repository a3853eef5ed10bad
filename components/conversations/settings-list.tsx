import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { KnownDocument } from '@/components/documents/answers'
import { storePath } from '@/components/memories/answers'
import { Link } from '@/components/ui/link'
import { formatDuration } from '@/lib/client/format'
import { isOutside, providerTitles } from '@/lib/domain/connections/rules'
import { defaultGreeting } from '@/lib/domain/conversations/rules'
import type { ConversationCreate, ConversationSettings } from '@/lib/domain/conversations/schema/request'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'
import type { Look } from '@/lib/domain/replicas/schema'
import { BackgroundPreview } from './background-preview'
import { languageInWords } from './words'

/** What a conversation ran with. The wire leaves the shape open, as it grows; ours writes it whole. */
export const settingsOf = (conversation: ConversationVerbose) => conversation.settings as ConversationSettings

/** The form that would make the same conversation again. Defaults stay empty, so that they show as such. */
export function requestOf(conversation: ConversationVerbose): ConversationCreate {
  const settings = settingsOf(conversation)
  const { properties } = settings
  return {
    provider: conversation.provider,
    persona_id: conversation.persona_id,
    replica_id: conversation.replica_id,
    conversation_name: conversation.conversation_name,
    conversational_context: settings.conversational_context,
    custom_greeting: settings.custom_greeting === defaultGreeting ? '' : settings.custom_greeting,
    audio_only: settings.audio_only,
    require_auth: settings.require_auth,
    test_mode: settings.test_mode,
    ...(settings.max_participants !== null && { max_participants: settings.max_participants }),
    ...(conversation.callback_url && { callback_url: conversation.callback_url }),
    memory_stores: settings.memory_stores,
    document_ids: settings.document_ids,
    document_tags: settings.document_tags,
    document_retrieval_strategy: settings.document_retrieval_strategy,
    properties: {
      max_call_duration: properties.max_call_duration,
      participant_left_timeout: properties.participant_left_timeout,
      participant_absent_timeout: properties.participant_absent_timeout,
      enable_closed_captions: properties.enable_closed_captions,
      enable_recording: properties.enable_recording,
      ...(properties.guests_may_record && { guests_may_record: true }),
      ...(properties.recording_storage && { recording_storage: properties.recording_storage }),
      apply_greenscreen: properties.apply_greenscreen,
      ...(properties.background && { background: properties.background }),
      language: properties.language,
    },
  }
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 border-border border-b py-2 sm:grid-cols-[12rem_minmax(0,1fr)]">
      <dt className="text-muted">{label}</dt>
      <dd dir="auto" className="min-w-0 whitespace-pre-wrap">
        {children}
      </dd>
    </div>
  )
}

type BackgroundProps = { properties: ConversationSettings['properties']; look: Look | undefined }

/** What stood behind the replica. */
function BackgroundInWords({ properties, look }: BackgroundProps) {
  const t = useTranslations('conversations.settingsList')
  const { apply_greenscreen, background } = properties
  if (!background) return apply_greenscreen ? t('greenScreen') : t('asDrawn')
  return (
    <span className="flex flex-col gap-1.5">
      {background.type === 'color' ? t('colour', { color: background.color }) : t('image')}
      <BackgroundPreview look={look} choice={background.type} background={background} className="w-32" />
    </span>
  )
}

const links = 'flex flex-wrap gap-x-3'
const link = 'underline decoration-border underline-offset-4 hover:decoration-current'

type KnowledgeProps = {
  settings: ConversationSettings
  documents: KnownDocument[]
  /** It ran outside, and what it names is there. */
  wasElsewhere: boolean
}

/** What it was given to know beside what its persona knows; nothing where it was given nothing. */
function KnowledgeRows({ settings, documents, wasElsewhere }: KnowledgeProps) {
  const t = useTranslations('conversations.settingsList')
  const retrieval = useTranslations('documents.retrieval')
  const { document_ids, document_tags, document_retrieval_strategy: strategy, memory_stores } = settings
  const isGiven = document_ids.length > 0 || document_tags.length > 0
  return (
    <>
      {document_ids.length > 0 && (
        <Row label={t('documents')}>
          <span className={links}>
            {document_ids.map((id) => {
              const known = documents.find(({ document_id }) => document_id === id)
              if (known) {
                return (
                  <Link key={id} dir="auto" href={`/knowledge/documents/${id}`} className={link}>
                    {known.document_name}
                  </Link>
                )
              }
              return (
                <span key={id} className="text-muted">
                  {wasElsewhere ? id : t('documentGone', { id })}
                </span>
              )
            })}
          </span>
        </Row>
      )}
      {document_tags.length > 0 && <Row label={t('documentTags')}>{document_tags.join(', ')}</Row>}
      {(isGiven || strategy !== 'balanced') && (
        <Row label={t('retrieval')}>{retrieval(`names.${strategy}`)}</Row>
      )}
      {memory_stores.length > 0 && (
        <Row label={t('memoryStores')}>
          <span className={links}>
            {memory_stores.map((store) =>
              wasElsewhere ? (
                <span key={store} dir="auto">
                  {store}
                </span>
              ) : (
                <Link key={store} dir="auto" href={storePath(store)} className={link}>
                  {store}
                </Link>
              ),
            )}
          </span>
        </Row>
      )}
    </>
  )
}

const longText = 400

type SettingsProps = {
  conversation: ConversationVerbose
  look: Look | undefined
  /** Those that it names, as far as they are still there. */
  documents: KnownDocument[]
}

/** With what it thought, spoke and heard. */
function ModelRows({ models }: Pick<ConversationVerbose, 'models'>) {
  const t = useTranslations('conversations.settingsList')
  return (
    <>
      <Row label={t('thinksWith')}>
        {models.pipeline_mode === 'echo' ? t('echoes') : (models.llm?.model ?? t('builtInResponder'))}
      </Row>
      <Row label={t('speaksWith')}>
        {models.tts ? `${models.tts.voice} (${models.tts.model})` : t('builtInVoice')}
        {models.voice_fallback && ` ${t('fallback', { voice: models.voice_fallback.voice })}`}
      </Row>
      <Row label={t('hearsWith')}>{models.stt?.model ?? t('builtInHearing')}</Row>
    </>
  )
}

/** The settings in words; a long context is folded. */
export function SettingsList({ conversation, look, documents }: SettingsProps) {
  const t = useTranslations('conversations.settingsList')
  const words = useTranslations('conversations.words')
  const settings = settingsOf(conversation)
  const { properties, conversational_context: context } = settings
  const { provider } = conversation
  const wasElsewhere = isOutside(provider)
  const options = [
    properties.enable_closed_captions && t('closedCaptions'),
    properties.enable_recording && t('recording'),
    properties.enable_recording && properties.guests_may_record && t('guestsMayRecord'),
    settings.audio_only && t('audioOnly'),
    settings.require_auth && t('privateRoom'),
    settings.test_mode && t('testMode'),
  ].filter(Boolean)
  return (
    <dl>
      {wasElsewhere && (
        <Row label={t('runsOn')}>
          {providerTitles[provider]}{' '}
          <span className="font-mono text-muted text-xs">{conversation.provider_conversation_id}</span>
        </Row>
      )}
      <Row label={t('persona')}>
        {conversation.persona_name}{' '}
        <span className="font-mono text-muted text-xs">{conversation.persona_id}</span>
      </Row>
      <Row label={t('replica')}>
        {conversation.replica_name}{' '}
        <span className="font-mono text-muted text-xs">{conversation.replica_id}</span>
      </Row>
      <Row label={t('greeting')}>{settings.custom_greeting}</Row>
      <Row label={t('context')}>
        {context.length > longText ? (
          <details>
            <summary>{t('characters', { count: context.length })}</summary>
            <div className="mt-2 max-h-96 overflow-y-auto">{context}</div>
          </details>
        ) : (
          context || <span className="text-muted">{t('none')}</span>
        )}
      </Row>
      <KnowledgeRows settings={settings} documents={documents} wasElsewhere={wasElsewhere} />
      <Row label={t('language')}>{languageInWords(properties.language, words)}</Row>
      {!wasElsewhere && <ModelRows models={conversation.models} />}
      <Row label={t('longestDuration')}>{formatDuration(properties.max_call_duration)}</Row>
      <Row label={t('afterTheLastOneLeaves')}>{formatDuration(properties.participant_left_timeout)}</Row>
      <Row label={t('ifNobodyJoins')}>{formatDuration(properties.participant_absent_timeout)}</Row>
      <Row label={t('participantLimit')}>
        {settings.max_participants === null
          ? t('none')
          : t('limitWithReplica', { maxParticipants: settings.max_participants })}
      </Row>
      {(!wasElsewhere || properties.apply_greenscreen) && (
        <Row label={t('background')}>
          <BackgroundInWords properties={properties} look={look} />
        </Row>
      )}
      <Row label={t('options')}>{options.length > 0 ? options.join(', ') : t('none')}</Row>
      {properties.recording_storage && (
        <Row label={t('recordingsGoTo')}>
          {`s3://${properties.recording_storage.bucket_name} (${properties.recording_storage.bucket_region})`}
        </Row>
      )}
      {conversation.callback_url && <Row label={t('callbackUrl')}>{conversation.callback_url}</Row>}
    </dl>
  )
}
