import { headers } from 'next/headers'
import { getRequestOrigin } from '@/lib/access/origin'

/** Our own origin as the browser that asks knows it, without a slash at the end. */
export async function requestOrigin(): Promise<string> {
  return getRequestOrigin({ headers: new Headers(await headers()) })
}
