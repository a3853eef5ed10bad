/** The pages under Developers, in their order; each has a word of its name in `shell.developerPlaces`. */
export const developerPlaces = [
  { href: '/developers/keys', name: 'keys' },
  { href: '/developers/webhooks', name: 'webhooks' },
  { href: '/developers/requests', name: 'requests' },
  { href: '/developers/reference', name: 'reference' },
] as const
