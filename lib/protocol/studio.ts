import * as z from 'zod'
import { cast } from './cast'
import { mind, passage } from './mind'
import { foundServer, localServer, modelTrial, trialOutcome } from './model-trial'
import { foundFact, remembering } from './remembering'
import { iceServer, roomBackground } from './room'

/**
 * What the server and the studio process say to each other. Instants cross as ages (milliseconds before the
 * message was sent), so that the two need not share a clock.
 */
const age = z.number().describe('Milliseconds ago')

export const presenceReport = z.object({
  version: z.int(),
  presence: z.array(
    z.object({
      sessionId: z.string(),
      name: z.string(),
      accountId: z.string().nullable(),
      tokenId: z.string().nullable(),
      joinedAge: age,
      lostAge: age.nullable(),
      leftAge: age.nullable(),
    }),
  ),
})

/** Something said. It is told as it begins, and again with a higher revision as it goes on. */
const line = z.object({
  seq: z.int(),
  revision: z.int(),
  role: z.enum(['user', 'replica']),
  speaker: z.string(),
  text: z.string().describe('As far as it was said aloud'),
  age: age.describe('Milliseconds since it began'),
  duration: z.int().nullable().describe('Milliseconds; null while it is being said, and of what was typed'),
  interrupted: z.boolean(),
  turn: z.int(),
  inferenceId: z.string().nullable(),
  /** Documents that a line of the replica rests on. */
  sources: z.array(z.object({ documentId: z.string(), documentName: z.string() })),
})

const stage = z.number().nullable().describe('Milliseconds; null where there was none')

/** What a model was given of one kind, and what was left out for its budget. */
export const promptPart = z.object({
  kind: z.enum(['rules', 'prompt', 'knowledge', 'passages', 'memories', 'context', 'history', 'message']),
  tokens: z.int().describe('Estimated'),
  dropped: z.int().describe('Tokens that were left out'),
})

/** One turn: from the end of what somebody said or wrote to the first sound of the answer, by its stages. */
export const turnReport = z.object({
  turn: z.int(),
  revision: z.int(),
  inferenceId: z.string(),
  kind: z.enum(['speech', 'text']),
  /** Whose turn was answered, by the room's session id; null when it came from outside of the room. */
  sessionId: z.string().nullable(),
  age: age.describe('Milliseconds since what was asked had ended'),
  stages: z.object({
    endpoint: stage.describe('Until it was certain that the speech had ended'),
    transcription: stage.describe('Until its words had come'),
    thinking: stage.describe('Until the first words of the answer'),
    voice: stage.describe('Until its first sound was made'),
    sending: stage.describe('Until that sound left'),
  }),
  /** By the participant's own audio clock: until they heard it. Null until their browser has told. */
  heard: stage,
  model: z.string().nullable(),
  problem: z.string().nullable().describe('Why the model did not answer, in words'),
  /** What the model saw; null without a model. */
  prompt: z
    .object({
      messages: z.array(z.record(z.string(), z.unknown())),
      parts: z.array(promptPart),
      budget: z.int(),
    })
    .nullable(),
})

/** A model that did not do what it was asked. */
export const modelProblem = z.object({
  part: z.enum(['llm', 'tts', 'stt']),
  message: z.string().describe('Status and our words, never what it answered'),
  age,
})

/** Who may start a recording; `members` are those who joined with an account. */
const whoRecords = z.enum(['nobody', 'members', 'everybody'])

export const roomDescription = z.object({
  conversationId: z.string(),
  age: age.describe('Milliseconds since the conversation was created'),
  name: z.string(),
  cast,
  conversationalContext: z.string(),
  greeting: z.string(),
  language: z.string(),
  mind,
  audioOnly: z.boolean(),
  closedCaptions: z.boolean(),
  requireAuth: z.boolean(),
  maxParticipants: z.int().nullable(),
  participantLeftTimeout: z.int(),
  whoRecords,
  /** Null: the replica is drawn on its own ground; else on the green of `greenScreen`. */
  background: roomBackground.nullable(),
  resume: z.object({ report: presenceReport, greeted: z.boolean(), lines: z.array(line) }),
})

/** Whose ticket it is; somebody who has left, or whose room is closed, is not present. */
export const holder = z.object({
  sessionId: z.string(),
  name: z.string(),
  accountId: z.string().nullable(),
  present: z.boolean(),
})

/** How media finds its way between browsers and the studio. */
export const mediaSettings = z.object({
  /** Ports for UDP and TCP; null for any that are free. */
  ports: z.object({ min: z.int(), max: z.int() }).nullable(),
  /** The address browsers are told, where this machine's own is of no use to them. */
  announcedIp: z.string().nullable(),
  iceServers: z.array(iceServer),
})

/**
 * Where models may be that people write addresses of: `privateHosts` in the notation of MODEL_PRIVATE_HOSTS. What leads
 * back to this machine is none of them: its address is `appUrl`, and from outside `announcedIp`.
 */
const modelTargets = z.object({
  privateHosts: z.string(),
  appUrl: z.string().nullable(),
  announcedIp: z.string().nullish(),
})

const request = { id: z.int() }

/** The most characters of a sample: it is to be heard at once, and calls speak by the same voice. */
export const longestSample = 200

/** Server to studio. Those with an `id` are answered. */
export const toStudio = z.discriminatedUnion('type', [
  /** First of all: where to listen, the key of resume tickets, and the bound on rooms. */
  z.object({
    type: z.literal('configure'),
    socketPath: z.string(),
    ticketKey: z.string(),
    maxRooms: z.int(),
    media: mediaSettings,
    /** Which addresses of models that people wrote are asked, beside those of the public internet. */
    models: modelTargets,
  }),
  z.object({ type: z.literal('open'), ...request, room: roomDescription }),
  z.object({ type: z.literal('close'), ...request, conversationId: z.string(), reason: z.string() }),
  z.object({ type: z.literal('snapshot'), ...request, conversationId: z.string() }),
  z.object({ type: z.literal('interact'), ...request, conversationId: z.string(), message: z.unknown() }),
  /** Whose place does this ticket return to? Answered by `holder`. */
  z.object({ type: z.literal('holder'), ...request, conversationId: z.string(), ticket: z.string() }),
  /** Tells everybody in the room that a recording runs, or that none does. */
  z.object({
    type: z.literal('announce'),
    ...request,
    conversationId: z.string(),
    recording: z
      .object({ recordingId: z.string(), sessionId: z.string(), name: z.string(), startedAge: age })
      .nullable(),
  }),
  /** Speaks a sample of a voice. Answered by `sample`. */
  z.object({
    type: z.literal('speak'),
    ...request,
    text: z.string().max(longestSample),
    language: z.string(),
    voice: cast.shape.replica.shape.voice,
  }),
  /** Asks a model for a little, to see whether it does what it is asked. Answered by `tried`. */
  z.object({ type: z.literal('try-model'), ...request, trial: modelTrial }),
  /** Which of these servers of models answer? Answered by `found-models`. */
  z.object({ type: z.literal('find-models'), ...request, servers: z.array(localServer) }),
  /** Asks a model what is worth remembering of a conversation. Answered by `remembered`. */
  z.object({ type: z.literal('remember'), ...request, conversation: remembering }),
  /** Answered at once by `pong`: a process that does not is hung. */
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('taken-presence'), conversationId: z.string(), version: z.int() }),
  z.object({ type: z.literal('taken-line'), conversationId: z.string(), seq: z.int(), revision: z.int() }),
  z.object({ type: z.literal('taken-turn'), conversationId: z.string(), turn: z.int(), revision: z.int() }),
  z.object({ type: z.literal('taken-problem'), conversationId: z.string(), number: z.int() }),
  z.object({ type: z.literal('taken-greeted'), conversationId: z.string() }),
  z.object({ type: z.literal('taken-context'), conversationId: z.string(), version: z.int() }),
  /** Answer to `recall`, the best first. */
  z.object({ type: z.literal('recalled'), ...request, passages: z.array(passage) }),
  /** Answer to `admit`. */
  z.object({
    type: z.literal('admission'),
    ...request,
    admitted: z
      .object({ tokenId: z.string(), name: z.string().nullable(), accountId: z.string().nullable() })
      .nullable(),
    refusal: z.enum(['not-allowed', 'token-expired']).nullable(),
  }),
])

/** Studio to server. */
export const fromStudio = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('pong') }),
  /** No room is open, and it holds more memory than it should: it is best started anew. */
  z.object({ type: z.literal('recycle') }),
  z.object({ type: z.literal('done'), ...request }),
  z.object({ type: z.literal('failed'), ...request, message: z.string() }),
  z.object({ type: z.literal('state'), ...request, report: presenceReport.nullable() }),
  /** Null: the ticket is none of ours. */
  z.object({ type: z.literal('holder'), ...request, holder: holder.nullable() }),
  z.object({
    type: z.literal('sample'),
    ...request,
    wav: z.string().describe('Base64'),
    visemes: z.array(z.object({ at: z.number(), viseme: z.string() })),
    energy: z.array(z.number()),
  }),
  z.object({ type: z.literal('tried'), ...request, outcome: trialOutcome }),
  z.object({ type: z.literal('found-models'), ...request, servers: z.array(foundServer) }),
  z.object({ type: z.literal('remembered'), ...request, facts: z.array(foundFact) }),
  z.object({ type: z.literal('presence'), conversationId: z.string(), report: presenceReport }),
  z.object({ type: z.literal('greeted'), conversationId: z.string() }),
  z.object({ type: z.literal('line'), conversationId: z.string(), line }),
  z.object({ type: z.literal('turn'), conversationId: z.string(), turn: turnReport }),
  z.object({
    type: z.literal('problem'),
    conversationId: z.string(),
    number: z.int(),
    problem: modelProblem,
  }),
  /** What do the documents of this conversation say of this? */
  z.object({ type: z.literal('recall'), ...request, conversationId: z.string(), question: z.string() }),
  /** What the replica knows of the conversation was changed in it; a higher version is newer. */
  z.object({
    type: z.literal('context'),
    conversationId: z.string(),
    version: z.int(),
    context: z.string(),
  }),
  /** Does this meeting token open this room? Keys and time stay with the server. */
  z.object({ type: z.literal('admit'), ...request, conversationId: z.string(), token: z.string() }),
])

export type ModelTargets = z.infer<typeof modelTargets>
export type MediaSettings = z.infer<typeof mediaSettings>
export type Holder = z.infer<typeof holder>
export type RoomDescription = z.infer<typeof roomDescription>
export type PresenceReport = z.infer<typeof presenceReport>
export type ReportedLine = z.infer<typeof line>
export type ReportedTurn = z.infer<typeof turnReport>
export type PromptPart = z.infer<typeof promptPart>
export type ModelProblem = z.infer<typeof modelProblem>
export type ToStudio = z.infer<typeof toStudio>
export type FromStudio = z.infer<typeof fromStudio>
