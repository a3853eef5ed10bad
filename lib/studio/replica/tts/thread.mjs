// Where the voice's thread begins: Node does not hand its parent's TypeScript loader down to a thread.
import { register } from 'tsx/esm/api'

register()
await import('./worker.ts')
