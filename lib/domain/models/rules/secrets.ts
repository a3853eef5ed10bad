/** What an answer has in place of a secret. Sent back, it means: as it is. */
export const secretMask = '********'

/** Things of one kind of model by name, as the layers of a persona and the models of a workspace have them. */
export type Layers = Record<string, unknown>
export type Layer = Record<string, unknown>

export const isLayer = (value: unknown): value is Layer =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Parts of a layer that hold what its server is asked with; any of their texts can be a secret. */
const secretParts = ['headers', 'default_query'] as const

/**
 * The layers with every secret in them replaced: API keys of any layer, and the headers and queries that a model is asked
 * with. `replace` gets the secret and its place, as in `llm.headers.Authorization`.
 */
export function mapSecrets(layers: Layers, replace: (secret: string, place: string) => string): Layers {
  const inLayer = ([name, layer]: [string, unknown]): [string, unknown] => {
    if (!isLayer(layer)) return [name, layer]
    const changed = { ...layer }
    if (typeof layer.api_key === 'string') changed.api_key = replace(layer.api_key, `${name}.api_key`)
    for (const part of secretParts) {
      const values = layer[part]
      if (!isLayer(values)) continue
      changed[part] = Object.fromEntries(
        Object.entries(values).map(([key, value]) => [
          key,
          // Sent as text, whatever it was written as.
          isLayer(value) ? value : replace(String(value), `${name}.${part}.${key}`),
        ]),
      )
    }
    return [name, changed]
  }
  return Object.fromEntries(Object.entries(layers).map(inLayer))
}

/** The layers as they may be shown: without their secrets. */
export const maskedLayers = (layers: Layers): Layers => mapSecrets(layers, () => secretMask)

/** Whether two layers ask the same address: only then does a secret of the one go with the other. */
export const haveOneAddress = (one: unknown, other: unknown): boolean => addressOf(one) === addressOf(other)

const addressOf = (layer: unknown) => (isLayer(layer) ? layer.base_url : undefined)
