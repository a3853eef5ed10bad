/** How much there may be of each: characters of a store's name and of a fact, facts of a store and of a conversation. */
export const limits = { name: 200, fact: 500, facts: 500, found: 50 }

/** What a conversation is given of its stores: the newest facts, as many as there is room for. */
export const recalled = { facts: 100, characters: 8000 }

/** How often a model is asked for the facts of a conversation before they are taken from its words alone. */
export const mostAsks = 5
/** Milliseconds after an end in which the room tells what was said last. */
export const settlingMs = 30_000

/** One for each conversation, so that it can be found again. */
export const rememberEffectId = (conversationId: string) => `remember-${conversationId}`

/** How many stores and facts a page shows at first. */
export const memoryPages = { stores: 50, facts: 100 }
