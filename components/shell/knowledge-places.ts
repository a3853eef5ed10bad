/** The pages under Knowledge, in their order; each has a word of its name in `shell.knowledgePlaces`. */
export const knowledgePlaces = [
  { href: '/knowledge/documents', name: 'documents' },
  { href: '/knowledge/memories', name: 'memories' },
] as const
