import { backgroundOfRoom } from '@/lib/domain/backgrounds/rules'
import { castOf, settingsOf } from '@/lib/domain/conversations/serialize'
import { openedChoice } from '@/lib/domain/models/service/choose'
import { whoRecords } from '@/lib/domain/recordings/rules'
import type { Conversation, Participant, Utterance } from '@/lib/platform/database/generated/client'
import { plainMind } from '@/lib/protocol/mind'
import type { RoomRequest, SpokenLine } from '@/lib/providers/port'
import { callbackAddress } from './callback-address'

type Whole = Conversation & { participants: Participant[]; utterances: Utterance[] }

/**
 * What a provider needs to open a conversation's room, or to open it again where it stopped. `memories` is what its stores
 * know, newest first.
 */
export function roomRequest(row: Whole, memories: string[]): RoomRequest {
  const settings = settingsOf(row)
  return {
    conversationId: row.id,
    createdAt: row.createdAt,
    name: row.name,
    cast: castOf(row),
    conversationalContext: row.liveContext ?? settings.conversational_context,
    greeting: settings.custom_greeting,
    language: settings.properties.language,
    mind: { ...plainMind, ...openedChoice(row.models), memories, hasDocuments: row.documentIds.length > 0 },
    audioOnly: settings.audio_only,
    closedCaptions: settings.properties.enable_closed_captions,
    requireAuth: settings.require_auth,
    maxParticipants: settings.max_participants,
    participantLeftTimeout: settings.properties.participant_left_timeout,
    whoRecords: whoRecords(settings.properties),
    background: backgroundOfRoom(row.id, settings.properties),
    terms: {
      callbackUrl: callbackAddress(row.id),
      maxCallDuration: settings.properties.max_call_duration,
      participantAbsentTimeout: settings.properties.participant_absent_timeout,
      memoryStores: settings.memory_stores,
      documents: {
        ids: settings.document_ids,
        tags: settings.document_tags,
        strategy: settings.document_retrieval_strategy,
      },
      recordingStorage: settings.properties.recording_storage,
    },
    resume: {
      presenceVersion: row.presenceVersion,
      presence: row.participants.map(({ sessionId, name, accountId, tokenId, joinedAt, lostAt, leftAt }) => ({
        sessionId,
        name,
        accountId,
        tokenId,
        joinedAt,
        lostAt,
        leftAt,
      })),
      greeted: row.greetedAt !== null,
      lines: row.utterances.map(spokenLine),
    },
  }
}

/** A stored line as a provider knows it. */
const spokenLine = (line: Utterance): SpokenLine => ({
  seq: line.seq,
  revision: line.revision,
  role: line.role === 'user' ? 'user' : 'replica',
  speaker: line.speaker,
  text: line.text,
  at: line.at,
  duration: line.duration,
  interrupted: line.interrupted,
  turn: line.turn,
  inferenceId: line.inferenceId,
  sources: line.sources as SpokenLine['sources'],
})
