import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { systemClock as clock, wait } from '@/lib/platform/clock'
import { readEnv } from '@/lib/platform/env'
import { createLog } from '@/lib/platform/log'
import type { ToStudio } from '@/lib/protocol/studio'
import { type Listener, listen } from '@/lib/studio/listener'
import { createParent } from '@/lib/studio/parent'
import { remember } from '@/lib/studio/replica/llm/remember'
import { createModelClient, type ModelClient } from '@/lib/studio/replica/models/endpoint'
import { findServers } from '@/lib/studio/replica/models/find'
import { tryModel } from '@/lib/studio/replica/models/trial'
import { createThinker } from '@/lib/studio/replica/thinker'
import { createEspeak } from '@/lib/studio/replica/tts/espeak'
import { wavFile } from '@/lib/studio/replica/tts/wav'
import { createDoor } from '@/lib/studio/rooms/door'
import { createRooms, type Rooms } from '@/lib/studio/rooms/rooms'
import { shownRecording } from '@/lib/studio/rooms/shown'
import { serveSocket } from '@/lib/studio/rooms/socket'
import type { StudioParts } from '@/lib/studio/rooms/stage'
import { createWrtcTransport } from '@/lib/studio/transport/wrtc'

/**
 * The studio: the process in which conversations run. The server forks it, tells it what to open, and passes
 * participants' WebSockets on to it. It knows no database, and whatever is lost with it the server can restore.
 */
type Configuration = Extract<ToStudio, { type: 'configure' }>
type Order = Exclude<ToStudio, { type: 'configure' | 'admission' | 'recalled' }>

/** Milliseconds that closing frames have to reach browsers at the end. */
const farewell = 500
/** Bytes beyond which the process is started anew when no room is open: the media library keeps some of what it took. */
const mostMemory = 1024 * 1024 * 1024

type Configured = {
  rooms: Rooms
  synthesizer: StudioParts['synthesizer']
  modelClient: ModelClient
  listening: Promise<Listener>
  folder: string
}

const log = createLog(readEnv().LOG_LEVEL).child({ process: 'studio' })
let configured: Configured | null = null

const parent = createParent(process, clock, {
  hear: (message) => (message.type === 'configure' ? configure(message) : obey(message)),
  stray: (error) => log.error({ error }, 'A message of the server is not of the protocol.'),
  gone() {
    // Nobody is left to tidy up after us, or to open a room again.
    if (configured) rmSync(configured.folder, { recursive: true, force: true })
    process.exit(0)
  },
})

function configure({ socketPath, ticketKey, maxRooms, media, models }: Configuration): void {
  if (configured) return
  const modelClient = createModelClient(models, clock)
  const parts: StudioParts = {
    transport: createWrtcTransport(media, log),
    iceServers: media.iceServers,
    synthesizer: createEspeak({ log }),
    models: modelClient,
    thinkerFor: (description) =>
      createThinker(description, {
        client: modelClient,
        recall: (question) => parent.recall(description.conversationId, question),
      }),
  }
  const rooms = createRooms({ maxRooms, ticketKey, clock, log, tell: parent.tell, parts })
  const door = createDoor({ rooms, ticketKey, clock, admit: parent.admit })
  const listening = listen(socketPath, (socket, visitor) =>
    serveSocket(socket, { ...visitor, door, clock, log }),
  )
  configured = {
    rooms,
    synthesizer: parts.synthesizer,
    modelClient,
    listening,
    folder: dirname(socketPath),
  }
  listening.then(
    () => parent.tell({ type: 'ready' }),
    (error) => {
      log.fatal({ error }, 'The studio cannot listen.')
      process.exit(1)
    },
  )
}

/** Carries out what the server asks; what fails is answered in words and touches no other room. */
async function obey(order: Order): Promise<void> {
  try {
    if (!configured) throw new Error('The studio is not configured yet.')
    await carryOut(order, configured)
  } catch (error) {
    if (!('id' in order)) return log.error({ error }, 'An acknowledgement could not be taken.')
    const message = error instanceof Error ? error.message : String(error)
    parent.tell({ type: 'failed', id: order.id, message })
  }
}

async function carryOut(order: Order, { rooms, synthesizer, modelClient }: Configured): Promise<void> {
  switch (order.type) {
    case 'open':
      rooms.open(order.room)
      return parent.tell({ type: 'done', id: order.id })
    case 'ping':
      return parent.tell({ type: 'pong' })
    case 'close':
      await rooms.close(order.conversationId, order.reason)
      if (rooms.size() === 0 && process.memoryUsage().rss > mostMemory) parent.tell({ type: 'recycle' })
      return parent.tell({ type: 'done', id: order.id })
    case 'snapshot': {
      const report = rooms.find(order.conversationId)?.snapshot() ?? null
      return parent.tell({ type: 'state', id: order.id, report })
    }
    case 'interact': {
      const room = rooms.find(order.conversationId)
      const refusal = room ? room.interact(order.message) : 'The conversation is not open.'
      if (refusal) throw new Error(refusal)
      return parent.tell({ type: 'done', id: order.id })
    }
    case 'holder': {
      const { conversationId, ticket } = order
      const holder = rooms.holder(conversationId, ticket)
      return parent.tell({ type: 'holder', id: order.id, holder })
    }
    case 'announce': {
      rooms.find(order.conversationId)?.announce(shownRecording(order.recording, clock.now()))
      return parent.tell({ type: 'done', id: order.id })
    }
    case 'speak': {
      const { samples, mouth } = await synthesizer.synthesize(order.text, order)
      return parent.tell({
        type: 'sample',
        id: order.id,
        wav: wavFile(samples).toString('base64'),
        visemes: mouth.visemes,
        energy: Array.from(mouth.energy, (value) => Math.round(value * 1000) / 1000),
      })
    }
    case 'try-model': {
      const outcome = await tryModel(order.trial, { client: modelClient, synthesizer, clock })
      return parent.tell({ type: 'tried', id: order.id, outcome })
    }
    case 'find-models': {
      const servers = await findServers(order.servers, modelClient)
      return parent.tell({ type: 'found-models', id: order.id, servers })
    }
    case 'remember': {
      const facts = await remember(modelClient, order.conversation, clock)
      return parent.tell({ type: 'remembered', id: order.id, facts })
    }
    case 'taken-presence':
      return rooms.find(order.conversationId)?.takenPresence(order.version)
    case 'taken-line':
      return rooms.find(order.conversationId)?.takenLine(order.seq, order.revision)
    case 'taken-turn':
      return rooms.find(order.conversationId)?.takenTurn(order.turn, order.revision)
    case 'taken-problem':
      return rooms.find(order.conversationId)?.takenProblem(order.number)
    case 'taken-greeted':
      return rooms.find(order.conversationId)?.takenGreeted()
    case 'taken-context':
      return rooms.find(order.conversationId)?.takenContext(order.version)
  }
}

async function stop(): Promise<void> {
  parent.mute()
  const listener = await configured?.listening.catch(() => null)
  if (listener) await Promise.race([listener.close(1012), wait(clock, farewell)])
  process.exit(0)
}

process.on('SIGTERM', stop)
// Ctrl-C reaches every process of the terminal; when to stop is for the server to say.
process.on('SIGINT', () => {})
// A log that nobody reads any more is no reason to fail.
process.stdout.on('error', () => {})
// One room's fault must not end the others'. What slips through the guards is logged, and the calls go on.
process.on('uncaughtException', (error) => log.error({ error }, 'An error was not caught.'))
process.on('unhandledRejection', (error) => log.error({ error }, 'A rejection was not handled.'))
