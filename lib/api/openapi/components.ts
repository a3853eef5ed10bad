import type * as z from 'zod'
import { background } from '@/lib/domain/backgrounds/schema'
import { conversationCreate, conversationProperties } from '@/lib/domain/conversations/schema/request'
import {
  conversation,
  conversationCreated,
  conversationEvent,
  conversationList,
  conversationParticipant,
  conversationVerbose,
  transcriptLine,
} from '@/lib/domain/conversations/schema/response'
import {
  document,
  documentChange,
  documentList,
  documentRequest,
  passageList,
  searchAnswer,
  uploadRequest,
  uploadTicket,
} from '@/lib/domain/documents/schema'
import {
  guardrail,
  guardrailList,
  guardrailRequest,
  guardrailSet,
  guardrailSetRequest,
  objectives,
  objectivesList,
  objectivesRequest,
} from '@/lib/domain/guidance/schema'
import {
  conversationMemories,
  memory,
  memoryList,
  memoryRequest,
  memoryStore,
  memoryStoreList,
} from '@/lib/domain/memories/schema'
import {
  persona,
  personaAnswer,
  personaLayers,
  personaList,
  personaRequest,
} from '@/lib/domain/personas/schema'
import { recording, recordingStorage } from '@/lib/domain/recordings/schema'
import {
  replica,
  replicaCreate,
  replicaList,
  replicaPatch,
  replicaRename,
} from '@/lib/domain/replicas/schema'
import { jsonPatch } from '@/lib/domain/requests/schema'
import { usage, workspaceLimits } from '@/lib/domain/usage/schema'
import { listedVoice, voiceList } from '@/lib/domain/voices/schema'

/** Schemas that the document names, so that clients made from it have names too. Others are written out in place. */
export const named: Record<'input' | 'output', Record<string, z.ZodType>> = {
  input: {
    ConversationRequest: conversationCreate,
    ConversationProperties: conversationProperties,
    Background: background,
    RecordingStorage: recordingStorage,
    PersonaRequest: personaRequest,
    PersonaLayers: personaLayers,
    ReplicaRequest: replicaCreate,
    ReplicaPatch: replicaPatch,
    ReplicaRename: replicaRename,
    ObjectivesRequest: objectivesRequest,
    GuardrailRequest: guardrailRequest,
    GuardrailSetRequest: guardrailSetRequest,
    DocumentRequest: documentRequest,
    DocumentChange: documentChange,
    MemoryRequest: memoryRequest,
    UploadRequest: uploadRequest,
    JsonPatch: jsonPatch,
  },
  output: {
    Conversation: conversation,
    ConversationCreated: conversationCreated,
    ConversationVerbose: conversationVerbose,
    ConversationList: conversationList,
    ConversationEvent: conversationEvent,
    TranscriptLine: transcriptLine,
    Participant: conversationParticipant,
    Recording: recording,
    Persona: persona,
    PersonaAnswer: personaAnswer,
    PersonaList: personaList,
    Replica: replica,
    ReplicaList: replicaList,
    Objectives: objectives,
    ObjectivesList: objectivesList,
    Guardrail: guardrail,
    GuardrailSet: guardrailSet,
    GuardrailList: guardrailList,
    Document: document,
    DocumentList: documentList,
    Memory: memory,
    MemoryList: memoryList,
    MemoryStore: memoryStore,
    MemoryStoreList: memoryStoreList,
    ConversationMemories: conversationMemories,
    PassageList: passageList,
    SearchAnswer: searchAnswer,
    UploadTicket: uploadTicket,
    Voice: listedVoice,
    VoiceList: voiceList,
    Usage: usage,
    Limits: workspaceLimits,
  },
}
