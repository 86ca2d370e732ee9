/** How a hub speaks with the vendor that keeps books, and a provider that does. */
import { type BooksVendor } from '#test/chaos/books-vendor.js';
import type { HubClient } from '#test/support/hub-client.js';
import {
  addPlainProvider,
  aPlainConnector,
  type PlainProvider,
} from '#test/support/plain-vendor.js';

const CHARGE = {
  reference: '=body.reference',
  status: '=body.status',
  amount: '=body.amount',
  currency: 'IDR',
};

export function aBooksConnector() {
  const plain = aPlainConnector();
  const { create } = plain.operations;
  return {
    ...plain,
    operations: {
      create: {
        ...create,
        idempotent: true,
        body: { ...create.body, order_id: '=request.order_id' },
      },
      status: { ...plain.operations.status, result: CHARGE },
      // The vendor keeps books: a reference that it does not know was never charged.
      lookup: { ...plain.operations.status, result: CHARGE },
      cancel: { path: "='/charges/' & request.reference & '/cancel'", result: CHARGE },
    },
    statuses: { ...plain.statuses, cancelled: 'cancelled' },
  };
}

/** Its breaker never opens: faults are part of the play, and a closed door would only make less load. */
export function addBooksProvider(
  api: HubClient,
  vendor: BooksVendor,
  name: string,
): Promise<PlainProvider> {
  return addPlainProvider(api, vendor.url, {
    name,
    connector: aBooksConnector(),
    extra_config: { breaker: { failures: 100 } },
  });
}
