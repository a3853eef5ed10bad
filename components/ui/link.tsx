// biome-ignore lint/style/noRestrictedImports: the one place that may.
import NextLink from 'next/link'
import type { ComponentProps } from 'react'

/**
 * A way to another page. Nothing is fetched ahead: each page is made when it is asked for, and Next would ask the
 * server twice about every link in view for nothing it could show.
 */
export function Link(props: Omit<ComponentProps<typeof NextLink>, 'prefetch'>) {
  return <NextLink {...props} prefetch={false} />
}
