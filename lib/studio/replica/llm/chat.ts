import { createParser } from 'eventsource-parser'
import * as z from 'zod'
import type { LanguageModel } from '@/lib/protocol/mind'
import type { ChatMessage, ChatPiece, ToolCall } from '@/lib/studio/replica/llm/port'
import { withoutThoughts } from '@/lib/studio/replica/llm/thoughts'
import { type ModelClient, ModelError } from '@/lib/studio/replica/models/endpoint'

/** Milliseconds to the beginning of an answer, which may include that a model is loaded, and between its pieces. */
const headMs = 20_000
const pieceMs = 10_000
/** Characters of one answer: some twenty minutes of speech. A model that goes on is cut off. */
const longestAnswer = 20_000
/** Bytes of an answer, with everything around its words. */
const mostBytes = 4 * 1024 * 1024

const choice = z.object({
  delta: z
    .object({
      content: z.string().nullish(),
      tool_calls: z
        .array(
          z.object({
            index: z.int().nullish(),
            id: z.string().nullish(),
            function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
  finish_reason: z.string().nullish(),
})

/** A piece of a streamed answer, and a whole one of a server that does not stream. */
const chunk = z.object({ choices: z.array(choice) })
const whole = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.string().nullish(),
          tool_calls: z
            .array(
              z.object({
                id: z.string().nullish(),
                function: z.object({ name: z.string(), arguments: z.string().nullish() }),
              }),
            )
            .nullish(),
        }),
      }),
    )
    .min(1),
})

const nonsense = () => new ModelError('Its answer is not what the protocol has for a chat.')
const brokenOff = () => new ModelError('The answer broke off.')

/**
 * Asks a model over `/chat/completions` and yields its answer as it comes; calls come whole, after the words. What a
 * model thinks before it answers is left out.
 * @throws ModelError in words, also in the middle of an answer; or the signal's reason
 */
export async function* streamChat(
  client: ModelClient,
  model: LanguageModel,
  messages: ChatMessage[],
  signal: AbortSignal,
): AsyncGenerator<ChatPiece> {
  const body = {
    model: model.model,
    messages,
    ...(model.tools.length > 0 && { tools: model.tools }),
    ...model.extraBody,
    stream: true,
  }
  const answer = await client.ask(model, {
    route: '/chat/completions',
    body: Buffer.from(JSON.stringify(body)),
    contentType: 'application/json',
    accept: 'text/event-stream',
    headMs,
    pieceMs,
    signal,
  })
  const isWhole = answer.contentType.startsWith('application/json')
  let length = 0
  let calls = 0
  for await (const piece of withoutThoughts(isWhole ? wholeAnswer(answer.body) : pieces(answer.body))) {
    if ('call' in piece) calls += 1
    else length += piece.text.length
    yield piece
    if (length > longestAnswer) return
  }
  if (length === 0 && calls === 0) throw new ModelError('It answered without a word.')
}

async function* pieces(body: AsyncIterable<Buffer>): AsyncGenerator<ChatPiece> {
  const events: string[] = []
  const parser = createParser({ onEvent: ({ data }) => events.push(data), maxBufferSize: 1024 * 1024 })
  const decoder = new TextDecoder()
  const calls = new Map<number, ToolCall>()
  let began = false
  let finished = false
  let size = 0

  for await (const bytes of untilFinished(body, () => finished)) {
    size += bytes.length
    if (size > mostBytes) throw new ModelError('Its answer is far too long.')
    feed(parser, decoder.decode(bytes, { stream: true }))
    for (const data of events.splice(0)) {
      began = true
      if (data === '[DONE]') {
        finished = true
        yield* named(calls)
        return
      }
      const [first] = read(data, chunk).choices
      if (first?.finish_reason) finished = true
      collect(calls, first?.delta?.tool_calls)
      if (first?.delta?.content) yield { text: first.delta.content }
    }
  }
  if (!finished) throw began ? brokenOff() : nonsense()
  yield* named(calls)
}

/**
 * The pieces of an answer until it is finished: from then on it is no matter how its connection ends. Whoever leaves off
 * there does not wait for that, and the connection can be used again where it does end.
 */
async function* untilFinished(body: AsyncIterable<Buffer>, finished: () => boolean): AsyncGenerator<Buffer> {
  const reading = body[Symbol.asyncIterator]()
  let isOver = false
  try {
    for (let next = await reading.next(); !next.done; next = await reading.next()) yield next.value
    isOver = true
  } catch (error) {
    isOver = true
    if (!finished()) throw error
  } finally {
    if (!isOver) leaveOff(reading, finished()).catch(() => {})
  }
}

/** After a last piece, which is its end where it is finished. */
async function leaveOff(reading: AsyncIterator<Buffer>, mayEnd: boolean): Promise<void> {
  if (mayEnd && (await reading.next()).done) return
  await reading.return?.()
}

/** What is no stream of events is told by a line that never ends. */
function feed(parser: ReturnType<typeof createParser>, text: string): void {
  try {
    parser.feed(text)
  } catch {
    throw nonsense()
  }
}

async function* wholeAnswer(body: AsyncIterable<Buffer>): AsyncGenerator<ChatPiece> {
  const parts: Buffer[] = []
  let size = 0
  for await (const bytes of body) {
    size += bytes.length
    if (size > mostBytes) throw new ModelError('Its answer is far too long.')
    parts.push(bytes)
  }
  const message = read(Buffer.concat(parts).toString(), whole).choices[0]?.message
  if (message?.content) yield { text: message.content }
  const calls = new Map<number, ToolCall>()
  collect(calls, message?.tool_calls)
  yield* named(calls)
}

function read<T>(data: string, schema: z.ZodType<T>): T {
  try {
    const value: unknown = JSON.parse(data)
    const isError = typeof value === 'object' && value !== null && 'error' in value && value.error
    if (isError) throw new ModelError('It reported an error instead of an answer.')
    return schema.parse(value)
  } catch (error) {
    throw error instanceof ModelError ? error : nonsense()
  }
}

type Delta = NonNullable<NonNullable<z.infer<typeof choice>['delta']>['tool_calls']>[number]

/** Puts calls together, whose names come first and whose arguments come in parts. */
function collect(calls: Map<number, ToolCall>, deltas: Delta[] | null | undefined): void {
  for (const [place, delta] of (deltas ?? []).entries()) {
    const index = delta.index ?? place
    const call = calls.get(index) ?? { id: '', name: '', arguments: '' }
    calls.set(index, {
      id: call.id || (delta.id ?? ''),
      name: call.name || (delta.function?.name ?? ''),
      arguments: call.arguments + (delta.function?.arguments ?? ''),
    })
  }
}

function* named(calls: Map<number, ToolCall>): Generator<ChatPiece> {
  for (const [index, call] of calls) {
    if (!call.name) throw nonsense()
    yield { call: { ...call, id: call.id || `call_${index}`, arguments: call.arguments || '{}' } }
  }
}
