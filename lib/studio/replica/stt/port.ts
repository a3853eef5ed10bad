/** Turns recorded speech into words. */
export type Recognizer = {
  /**
   * The words of a segment, empty when there are none. `samples` are 16,000 a second, one channel; `language` is a name
   * of the wire contract.
   * @throws Error when it cannot, in words
   */
  recognize(segment: { samples: Int16Array; language: string }): Promise<string>
}
