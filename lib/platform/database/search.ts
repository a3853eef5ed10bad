/** Finds a part of a text in any case; what a pattern of `ILIKE` means something by is taken as it is. */
export const containing = (text: string) =>
  ({ contains: text.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' }) as const
