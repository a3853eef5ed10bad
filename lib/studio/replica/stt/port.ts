/** Turns recorded speech into words. Made for one conversation, with its language. */
export type Recognizer = {
  /**
   * The words of a segment, empty when there are none. `samples` are 16,000 a second, one channel; `speechMs` milliseconds
   * of it are speech.
   * @throws Error when it cannot, in words
   */
  recognize(segment: { samples: Int16Array; speechMs: number }): Promise<string>
}
