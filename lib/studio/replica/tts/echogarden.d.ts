declare module '@echogarden/espeak-ng-emscripten' {
  /** What happens in the sound; `audio_position` is in milliseconds, `text_position` counts code points from 1. */
  export type EspeakEvent = {
    type: 'samplerate' | 'sentence' | 'word' | 'phoneme' | 'end' | 'mark' | 'play' | 'msg_terminated'
    text_position: number
    word_length: number
    audio_position: number
    /** Of a phoneme its IPA, empty for a pause; of a word its number. */
    id?: string | number
  }
  export type Espeak = {
    readonly samplerate: number
    /** Returns 0, or else it does not know the voice. */
    set_voice(name: string): number
    set_pitch(pitch: number): void
    set_rate(wordsPerMinute: number): void
    /** Calls back with some sound and its events, again and again, before it returns. */
    synthesize(text: string, callback: (samples: Int16Array, events: EspeakEvent[]) => unknown): void
  }
  type Output = { print(line: string): void; printErr(line: string): void }
  export default function load(output?: Output): Promise<{ eSpeakNGWorker: new () => Espeak }>
}

declare module '@echogarden/speex-resampler-wasm/simd' {
  export type SpeexModule = {
    readonly HEAP16: Int16Array
    readonly HEAPU32: Uint32Array
    _malloc(bytes: number): number
    _free(pointer: number): void
    _speex_resampler_init(channels: number, from: number, to: number, quality: number, error: number): number
    _speex_resampler_destroy(resampler: number): void
    _speex_resampler_reset_mem(resampler: number): number
    _speex_resampler_skip_zeros(resampler: number): number
    _speex_resampler_process_int(
      resampler: number,
      channel: number,
      input: number,
      inputLength: number,
      output: number,
      outputLength: number,
    ): number
  }
  export default function load(): Promise<SpeexModule>
}

declare module '@echogarden/fvad-wasm' {
  export type FvadModule = {
    readonly HEAP16: Int16Array
    _malloc(bytes: number): number
    _free(pointer: number): void
    _fvad_new(): number
    _fvad_free(detector: number): void
    _fvad_reset(detector: number): void
    /** 0 takes most for speech, 3 least. */
    _fvad_set_mode(detector: number, mode: number): number
    _fvad_set_sample_rate(detector: number, rate: number): number
    /** 1 speech, 0 none, -1 the frame has a wrong length. */
    _fvad_process(detector: number, samples: number, length: number): number
  }
  export default function load(): Promise<FvadModule>
}
