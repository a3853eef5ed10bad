import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as z from 'zod'
import { systemClock, wait } from '@/lib/platform/clock'

/** What a client of the protocol sends for an answer; anything else is refused as the original refuses it. */
const chatRequest = z.looseObject({
  model: z.string().min(1),
  stream: z.literal(true),
  messages: z
    .array(
      z.discriminatedUnion('role', [
        z.strictObject({ role: z.enum(['system', 'user']), content: z.string().min(1) }),
        z.strictObject({
          role: z.literal('assistant'),
          content: z.string().nullable(),
          tool_calls: z
            .array(
              z.strictObject({
                id: z.string(),
                type: z.literal('function'),
                function: z.strictObject({ name: z.string(), arguments: z.string() }),
              }),
            )
            .optional(),
        }),
        z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: z.string() }),
      ]),
    )
    .min(1),
})

const speechRequest = z.looseObject({
  model: z.string().min(1),
  input: z.string().min(1),
  voice: z.string().min(1),
  response_format: z.literal('pcm'),
})

export type ChatRequest = z.infer<typeof chatRequest>
export type SpeechRequest = z.infer<typeof speechRequest>
/** A segment to transcribe: the form's fields, and the bytes of its file. */
export type TranscriptionRequest = { fields: Record<string, string>; file: Buffer; fileType: string }

type Asked<T> = { at: number; path: string; headers: IncomingHttpHeaders; body: T }

/** One piece of an answer: words, a call of a function, or (as `raw`) bytes that are not of the protocol. */
export type ChatPiece =
  | { text: string }
  | { call: { id: string; name: string; arguments: string } }
  | { raw: string }
  | { waitMs: number }

/**
 * How a route answers: after `delayMs`, with `status`; `cut` breaks off after so many pieces, and `hang` sends nothing at
 * all.
 */
export type Manner = { delayMs: number; status: number; cut: number | null; hang: boolean }

const plain: Manner = { delayMs: 0, status: 200, cut: null, hang: false }

/** Samples a second of the speech it makes, as the protocol's `pcm` has them. */
export const pcmRate = 24_000

export type ModelServer = {
  /** What routes are appended to: `http://127.0.0.1:port/v1`. */
  baseUrl: string
  chats: Asked<ChatRequest>[]
  speeches: Asked<SpeechRequest>[]
  transcriptions: Asked<TranscriptionRequest>[]
  /** Connections that clients closed before the answer was whole. */
  abandoned: number
  manner: { chat: Manner; speech: Manner; transcription: Manner }
  /** What it answers to a chat; until told otherwise, `You said: …` word by word. */
  reply: (request: ChatRequest) => ChatPiece[]
  /** The sound of a text, 24,000 samples a second; until told otherwise 60 ms of a tone for each character. */
  sound: (input: string) => Int16Array
  /** Milliseconds between two pieces of sound, each of 100 ms. */
  soundPace: number
  /** The words of a segment. */
  words: (request: TranscriptionRequest) => string
  /** Back to how it was at first; what was asked is forgotten. */
  reset(): void
  close(): Promise<void>
}

const tone = (input: string) =>
  Int16Array.from(
    { length: input.length * 0.06 * pcmRate },
    (_, i) => 8000 * Math.sin((i / pcmRate) * 2 * Math.PI * 220),
  )

const echo = ({ messages }: ChatRequest): ChatPiece[] =>
  `You said: ${messages.at(-1)?.content ?? ''}`.split(/(?<= )/).map((text) => ({ text }))

/** For tests: a server of the OpenAI protocol on loopback, which checks and keeps what it is asked. */
export async function startModelServer(): Promise<ModelServer> {
  const sockets = new Set<ServerResponse>()
  const http = createServer((request, response) => {
    sockets.add(response)
    response.on('close', () => {
      sockets.delete(response)
      if (!response.writableFinished) server.abandoned += 1
    })
    answer(request, response).catch((error) => {
      if (response.destroyed) return
      if (response.headersSent) return void response.destroy()
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { message: `secret of the server: ${String(error)}` } }))
    })
  })
  await once(http.listen(0, '127.0.0.1'), 'listening')
  const { port } = http.address() as AddressInfo

  const initial = () => ({
    chats: [],
    speeches: [],
    transcriptions: [],
    abandoned: 0,
    manner: { chat: { ...plain }, speech: { ...plain }, transcription: { ...plain } },
    reply: echo,
    sound: tone,
    soundPace: 0,
    words: () => 'what was said',
  })
  const server: ModelServer = {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    ...initial(),
    reset() {
      Object.assign(server, initial())
    },
    async close() {
      http.closeAllConnections()
      http.close()
      await once(http, 'close')
    },
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = performance.now()
    const path = request.url ?? ''
    const bytes = await bodyOf(request)
    const asked = { at, path, headers: request.headers }
    switch (path.split('?', 1)[0]) {
      case '/v1/chat/completions': {
        const body = chatRequest.parse(JSON.parse(bytes.toString()))
        server.chats.push({ ...asked, body })
        if (await beginning(server.manner.chat, response)) await chat(body, server.manner.chat, response)
        return
      }
      case '/v1/audio/speech': {
        const body = speechRequest.parse(JSON.parse(bytes.toString()))
        server.speeches.push({ ...asked, body })
        if (await beginning(server.manner.speech, response))
          await speech(body, server.manner.speech, response)
        return
      }
      case '/v1/audio/transcriptions': {
        const body = await formOf(bytes, request.headers['content-type'] ?? '')
        server.transcriptions.push({ ...asked, body })
        if (!(await beginning(server.manner.transcription, response))) return
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ text: server.words(body) }))
        return
      }
      case '/v1/models':
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ object: 'list', data: [{ id: 'stub-model', object: 'model' }] }))
        return
      // As Ollama lists what it has.
      case '/api/tags':
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ models: [{ name: 'stub-model:latest', size: 1 }] }))
        return
      default:
        response.writeHead(404).end()
    }
  }

  /** Whether the answer goes on after what its manner does first. */
  async function beginning({ delayMs, status, hang }: Manner, response: ServerResponse): Promise<boolean> {
    if (hang) return false
    if (delayMs > 0) await wait(systemClock, delayMs)
    if (status === 200) return true
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ error: { message: 'secret of the server' } }))
    return false
  }

  async function chat(body: ChatRequest, { cut }: Manner, response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const event = (choice: object) =>
      `data: ${JSON.stringify({ id: 'chat-1', object: 'chat.completion.chunk', model: body.model, choices: [{ index: 0, ...choice }] })}\n\n`
    response.write(event({ delta: { role: 'assistant', content: '' }, finish_reason: null }))
    let calls = 0
    for (const [i, piece] of server.reply(body).entries()) {
      if (cut !== null && i >= cut) return await cutOff(response)
      if ('waitMs' in piece) await wait(systemClock, piece.waitMs)
      else if ('raw' in piece) response.write(piece.raw)
      else if ('text' in piece) response.write(event({ delta: { content: piece.text }, finish_reason: null }))
      else {
        const { id, name, arguments: given } = piece.call
        const head = { index: calls, id, type: 'function', function: { name, arguments: '' } }
        response.write(event({ delta: { tool_calls: [head] }, finish_reason: null }))
        // The arguments come in parts, as they do from real models.
        for (const part of given.match(/.{1,7}/gs) ?? [])
          response.write(
            event({
              delta: { tool_calls: [{ index: calls, function: { arguments: part } }] },
              finish_reason: null,
            }),
          )
        calls += 1
      }
    }
    response.write(event({ delta: {}, finish_reason: calls > 0 ? 'tool_calls' : 'stop' }))
    response.end('data: [DONE]\n\n')
  }

  async function speech({ input }: SpeechRequest, { cut }: Manner, response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'audio/pcm' })
    const samples = server.sound(input)
    const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
    const piece = (pcmRate / 10) * 2
    for (let at = 0, i = 0; at < bytes.length; at += piece, i += 1) {
      if (cut !== null && i >= cut) return await cutOff(response)
      if (i > 0 && server.soundPace > 0) await wait(systemClock, server.soundPace)
      response.write(bytes.subarray(at, at + piece))
    }
    response.end()
  }

  return server
}

/** Breaks off when what was written is on its way. */
async function cutOff(response: ServerResponse): Promise<void> {
  await wait(systemClock, 20)
  response.destroy()
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function formOf(bytes: Buffer, contentType: string): Promise<TranscriptionRequest> {
  const form = await new Response(new Uint8Array(bytes), {
    headers: { 'content-type': contentType },
  }).formData()
  const file = form.get('file')
  if (!(file instanceof Blob)) throw new Error('There is no file.')
  const fields = Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
  if (!fields.model) throw new Error('There is no model.')
  return { fields, file: Buffer.from(await file.arrayBuffer()), fileType: file.type }
}
