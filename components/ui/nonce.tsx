'use client'

declare global {
  /** Read by the style injector inside Radix's dialogs. */
  var __webpack_nonce__: string | undefined
}

/**
 * Hands the page's CSP nonce to what writes `<style>` elements in the browser. A document keeps the nonce it was
 * loaded with, whatever nonce a layout that is fetched again comes with.
 */
export function StyleNonce({ nonce }: { nonce: string | undefined }) {
  if (typeof window !== 'undefined' && nonce) globalThis.__webpack_nonce__ ??= nonce
  return null
}
