/** The most characters of each text of a persona. */
export const personaLimits = { name: 200, prompt: 40_000, context: 40_000 }

/** The most characters of the layers of a persona, as JSON. */
export const layersLength = 100_000
