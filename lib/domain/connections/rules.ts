/** Who can run a conversation: the studio that is built in, or a cloud under an account of the workspace. */
export const providers = ['studio', 'tavus'] as const
export type ProviderName = (typeof providers)[number]

/** Those that need an account. */
export const outsideProviders = ['tavus'] as const satisfies readonly ProviderName[]
export type OutsideProvider = (typeof outsideProviders)[number]

/** How people call them. */
export const providerTitles: Record<ProviderName, string> = { studio: 'Studio', tavus: 'Tavus' }

/** Where their API is, unless a workspace says otherwise. */
export const usualAddresses: Record<OutsideProvider, string> = { tavus: 'https://tavusapi.com' }

export const isOutside = (name: string): name is OutsideProvider =>
  outsideProviders.some((each) => each === name)

/** Milliseconds for which the personas and replicas of an account are shown as they were read. */
export const catalogueLastsMs = 10 * 60_000

/** The most characters of a key, and how many of its last are shown to recognise it by. */
export const keyLength = 500
const hintLength = 4

/** The most characters of a name that is given to something in an account. */
export const itemNameLength = 200

/** The end of a key; nothing of one so short that its end would tell much of it. */
export const hintOf = (key: string) => (key.length >= 5 * hintLength ? key.slice(-hintLength) : '')
