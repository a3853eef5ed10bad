/** A call of a function, as a model asks for it. `arguments` is JSON, as the model wrote it. */
export type ToolCall = { id: string; name: string; arguments: string }

/** A message of a prompt, as `/chat/completions` takes it. */
export type ChatMessage =
  | { role: 'system' | 'user'; content: string }
  | {
      role: 'assistant'
      content: string | null
      tool_calls?: { id: string; type: 'function'; function: { name: string; arguments: string } }[]
    }
  | { role: 'tool'; tool_call_id: string; content: string }

/** A piece of what a model answers, as it comes: words, or a whole call. */
export type ChatPiece = { text: string } | { call: ToolCall }
