import * as z from 'zod'

/** A UTC day on the wire, for example `2026-01-31`. */
export const utcDate = z.iso.date('must be a UTC date such as 2026-01-31')

/** A whole number in a query, where everything is text; `what` names it in the words of a refusal. */
export const wholeNumber = (least: number, most: number, what: string) =>
  z.coerce
    .number({ error: `${what} must be a whole number.` })
    .pipe(z.int(`${what} must be a whole number.`).min(least).max(most))

/** How compatible clients page: rows on a page, and which page, from 1. */
export const paging = {
  limit: wholeNumber(1, 1000, 'limit').default(10),
  page: wholeNumber(1, 1_000_000, 'page').default(1),
}
