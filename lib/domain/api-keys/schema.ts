import * as z from 'zod'

/** What a key may do, the less first. */
export const keyScopes = ['read', 'write'] as const
export type KeyAccess = (typeof keyScopes)[number]

/** Addresses and networks that one key may name. */
export const mostAddresses = 50

const address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: ({ input }) =>
    `${JSON.stringify(input)} is no IP address and no network. Write them as 192.0.2.7 or 192.0.2.0/24.`,
})

/** What a new API key is called, what it may do, until when and from where. */
export const apiKeyCreate = z.object({
  name: z
    .string({ error: 'Enter a name.' })
    .trim()
    .min(1, 'Enter a name.')
    .max(100, 'A name may have at most 100 characters.')
    .refine((value) => !value.includes('\0'), 'The name must not contain the NUL character.'),
  /** Both when left out. */
  scopes: z
    .array(z.enum(keyScopes, { error: 'A key may read, write, or both.' }), {
      error: 'Choose what the key may do.',
    })
    .min(1, 'Choose what the key may do.')
    .transform((chosen) => keyScopes.filter((scope) => chosen.includes(scope)))
    .default([...keyScopes]),
  /** From then on it is refused; never when left out. */
  expires_at: z.iso
    .datetime({ offset: true, error: 'Choose a day on which the key expires, or let it never expire.' })
    .nullable()
    .default(null),
  /** From where it may be used; from everywhere when empty. */
  addresses: z
    .array(z.string().trim().toLowerCase().pipe(address), { error: 'Write the addresses as a list.' })
    .max(mostAddresses, `A key may name at most ${mostAddresses} addresses and networks.`)
    .transform((list) => [...new Set(list)])
    .default([]),
})

export type ApiKeyCreate = z.input<typeof apiKeyCreate>
