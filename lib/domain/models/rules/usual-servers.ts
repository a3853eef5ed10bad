import type { LocalServer } from '@/lib/protocol/model-trial'

const servers = [
  { name: 'Ollama', port: 11_434, list: 'ollama' },
  { name: 'LM Studio', port: 1234, list: 'openai' },
  { name: 'vLLM', port: 8000, list: 'openai' },
] as const

/** Where servers for models of one's own listen when nobody told them otherwise. */
export const usualServers: LocalServer[] = servers.flatMap(({ name, port, list }) =>
  ['127.0.0.1', 'localhost'].map((host) => ({ name, list, origin: `http://${host}:${port}` })),
)
