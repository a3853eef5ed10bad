/**
 * Runs on the audio thread: how loud two sounds are, in each 128 samples of the one clock that both are heard by. Served
 * as /client/loudness.js, a file of its own, as browsers want it.
 */

/** What browsers offer to audio worklets, as far as it is used. */
declare const currentFrame: number
declare const registerProcessor: (name: string, processor: new () => Processor) => void
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
type Processor = { process(inputs: Float32Array[][]): boolean }

/** Blocks that are told at once: some 40 ms. */
const batch = 16

/**
 * Two inputs; tells the frame at which blocks begin, with their loudness as root mean squares, in pairs. Every message to it
 * is answered with the frame at which it came.
 */
class Loudness extends AudioWorkletProcessor implements Processor {
  private frame = 0
  private filled = 0
  private levels = new Float32Array(batch * 2)

  constructor() {
    super()
    this.port.onmessage = () => this.port.postMessage({ came: currentFrame })
  }

  process([own, replica]: Float32Array[][]): boolean {
    if (this.filled === 0) this.frame = currentFrame
    this.levels[this.filled * 2] = loudnessOf(own)
    this.levels[this.filled * 2 + 1] = loudnessOf(replica)
    this.filled += 1
    if (this.filled === batch) {
      const { frame, levels } = this
      this.port.postMessage({ frame, levels }, [levels.buffer])
      this.levels = new Float32Array(batch * 2)
      this.filled = 0
    }
    return true
  }
}

/** Of the first channel; nothing is connected where there is none. */
function loudnessOf(channels: Float32Array[] | undefined): number {
  const samples = channels?.[0]
  if (!samples) return 0
  let power = 0
  for (const sample of samples) power += sample * sample
  return Math.sqrt(power / samples.length)
}

registerProcessor('loudness', Loudness)
