/** Keys that lead to a page, one after the other. */
export const shortcuts = [
  { keys: 'n', name: 'newConversation', href: '/conversations/new' },
  { keys: 'g c', name: 'conversations', href: '/conversations' },
  { keys: 'g p', name: 'personas', href: '/personas' },
  { keys: 'g r', name: 'replicas', href: '/replicas' },
  { keys: 'g k', name: 'knowledge', href: '/knowledge' },
  { keys: 'g u', name: 'usage', href: '/usage' },
  { keys: 'g d', name: 'developers', href: '/developers' },
  { keys: 'g s', name: 'settings', href: '/settings' },
] as const
