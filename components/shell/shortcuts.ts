/** Keys that lead to a page, one after the other. */
export const shortcuts = [
  { keys: 'n', name: 'New conversation', href: '/conversations/new' },
  { keys: 'g c', name: 'Conversations', href: '/conversations' },
  { keys: 'g p', name: 'Personas', href: '/personas' },
  { keys: 'g r', name: 'Replicas', href: '/replicas' },
  { keys: 'g u', name: 'Usage', href: '/usage' },
  { keys: 'g s', name: 'Settings', href: '/settings' },
]
