/** The most characters of each text of a persona. */
export const personaLimits = { name: 200, prompt: 40_000, context: 40_000 }

/** The most characters of the layers of a persona, as JSON. */
export const layersLength = 100_000

/** What an answer has in place of a secret. Sent back, it means: as it is. */
export const secretMask = '********'

type Layer = Record<string, unknown>
type Layers = Record<string, unknown>

const isLayer = (value: unknown): value is Layer =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The layers with every secret in them replaced: API keys of any layer, and the headers that a model is asked with.
 * `replace` gets the secret and its place, as in `llm.headers.Authorization`.
 */
export function mapSecrets(layers: Layers, replace: (secret: string, place: string) => string): Layers {
  const inLayer = ([name, layer]: [string, unknown]): [string, unknown] => {
    if (!isLayer(layer)) return [name, layer]
    const changed = { ...layer }
    if (typeof layer.api_key === 'string') changed.api_key = replace(layer.api_key, `${name}.api_key`)
    if (isLayer(layer.headers)) {
      changed.headers = Object.fromEntries(
        Object.entries(layer.headers).map(([header, value]) => [
          header,
          typeof value === 'string' ? replace(value, `${name}.headers.${header}`) : value,
        ]),
      )
    }
    return [name, changed]
  }
  return Object.fromEntries(Object.entries(layers).map(inLayer))
}
