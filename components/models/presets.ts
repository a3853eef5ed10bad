import type { ModelPart } from '@/lib/domain/models/schema'

/** Servers that people have, by what they are for: where each is, and what is usual there, as a suggestion. */
type Preset = {
  id: string
  name: string
  baseUrl: string
  /** It asks for a key. */
  hasKey: boolean
  suggests: Partial<Record<ModelPart, { model: string; voice?: string }>>
}

export const presets: Preset[] = [
  {
    id: 'openai',
    name: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    hasKey: true,
    suggests: {
      llm: { model: 'gpt-4.1-mini' },
      tts: { model: 'gpt-4o-mini-tts', voice: 'nova' },
      stt: { model: 'gpt-4o-mini-transcribe' },
    },
  },
  {
    id: 'ollama',
    name: 'Ollama',
    baseUrl: 'http://127.0.0.1:11434/v1',
    hasKey: false,
    suggests: { llm: { model: 'llama3.2' } },
  },
  {
    id: 'lm-studio',
    name: 'LM Studio',
    baseUrl: 'http://127.0.0.1:1234/v1',
    hasKey: false,
    suggests: { llm: { model: 'qwen2.5-7b-instruct' } },
  },
  {
    id: 'vllm',
    name: 'vLLM',
    baseUrl: 'http://127.0.0.1:8000/v1',
    hasKey: false,
    suggests: {
      llm: { model: 'Qwen/Qwen2.5-7B-Instruct' },
      stt: { model: 'openai/whisper-large-v3-turbo' },
    },
  },
  {
    id: 'groq',
    name: 'Groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    hasKey: true,
    suggests: { llm: { model: 'llama-3.3-70b-versatile' }, stt: { model: 'whisper-large-v3-turbo' } },
  },
]

/** The choice that means what the product brings itself, and the one for every server that is not listed. */
export const builtIn = 'built-in'
export const other = 'other'

/** Those that do what a part is for. */
export const presetsFor = (part: ModelPart) => presets.filter(({ suggests }) => suggests[part])

/** Which choice an address is. */
export const choiceOf = (part: ModelPart, baseUrl: string): string =>
  presetsFor(part).find((preset) => preset.baseUrl === baseUrl.trim().replace(/\/+$/, ''))?.id ?? other
