// A thread gets no loader from its process: it registers its own before it loads TypeScript.
import { register } from 'tsx/esm/api'

register()
await import('./join-worker.ts')
