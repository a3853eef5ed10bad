import { expect, it } from 'vitest'
import { deliveriesAddress, deliveryFiltersFrom } from './delivery-filters'

it('writes filters into an address and reads them back', () => {
  const filters = {
    status: 'failed',
    event_type: 'system.shutdown',
    webhook_id: 'callback',
    conversation_id: 'c0123456789abcde',
  } as const
  const address = deliveriesAddress(filters)
  expect(address).toBe('?status=failed&type=system.shutdown&endpoint=callback&conversation=c0123456789abcde')
  expect(deliveryFiltersFrom(new URLSearchParams(address))).toEqual(filters)
  expect(deliveriesAddress({})).toBe('')
})

it('leaves out what the API would refuse', () => {
  const typed = new URLSearchParams(`status=lost&type=everything&endpoint=${'x'.repeat(65)}&conversation=+`)
  expect(deliveryFiltersFrom(typed)).toEqual({})
})
