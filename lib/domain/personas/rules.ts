/** The most characters of each text of a persona. */
export const personaLimits = { name: 200, prompt: 40_000, context: 40_000 }
