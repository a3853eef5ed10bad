/** The most characters of one message's text. Longer than the longest context, shorter than a frame. */
export const longestText = 40_000
