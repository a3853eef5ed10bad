/** Turns recorded speech into words. Made for one conversation, with its language. */
export type Recognizer = {
  /**
   * The words of a segment, empty when there are none. `samples` are 16,000 a second, one channel; `speechMs` milliseconds
   * of it are speech. `signal` gives it up.
   * @throws Error when it cannot, in words; or the signal's reason
   */
  recognize(segment: { samples: Int16Array; speechMs: number; signal: AbortSignal }): Promise<string>
}
