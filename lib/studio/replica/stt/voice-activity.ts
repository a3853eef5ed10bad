import loadFvad from '@echogarden/fvad-wasm'

/** Samples of 20 ms at 16,000 a second. */
export const frameLength = 320
const sampleRate = 16_000
/** WebRTC's detector on its scale of 0 to 3: noise counts as speech seldom enough, and quiet speech often enough. */
const mode = 2

const fvad = await loadFvad()
const buffer = fvad._malloc(frameLength * 2)

/** WebRTC's voice activity detector for one voice. It keeps state, and memory until `close`. */
export type VoiceActivity = {
  /** Whether 20 ms (320 samples at 16,000 a second) sound like speech. */
  isSpeech(frame: Int16Array): boolean
  close(): void
}

export function createVoiceActivity(): VoiceActivity {
  const detector = fvad._fvad_new()
  fvad._fvad_set_mode(detector, mode)
  fvad._fvad_set_sample_rate(detector, sampleRate)
  return {
    isSpeech(frame) {
      fvad.HEAP16.set(frame, buffer / 2)
      return fvad._fvad_process(detector, buffer, frameLength) === 1
    },
    close: () => fvad._fvad_free(detector),
  }
}
