/** Who draws and speaks for our replicas, under the wire's word for it. */
export const modelName = 'colloquy-studio'
