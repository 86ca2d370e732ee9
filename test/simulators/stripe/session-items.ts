import { invalid } from '#test/simulators/stripe/stripe-errors.js';
import type { SessionParams } from '#test/simulators/stripe/stripe-requests.js';

/** The one currency of all items, which must fit the mode. */
export function checkItems(params: SessionParams): string {
  const [first] = params.line_items;
  const { currency } = first?.price_data ?? invalid('line_items is empty');
  const isRecurring = params.mode === 'subscription';
  for (const { price_data: price } of params.line_items) {
    if (price.currency !== currency) invalid('All prices must have the same currency.');
    if ((price.recurring !== undefined) !== isRecurring) {
      invalid(`mode ${params.mode} does not fit the prices.`, { param: 'mode' });
    }
  }
  if (isRecurring && params.payment_intent_data) {
    invalid('payment_intent_data is for mode payment.', { param: 'payment_intent_data' });
  }
  if (!isRecurring && params.subscription_data) {
    invalid('subscription_data is for mode subscription.', { param: 'subscription_data' });
  }
  return currency;
}
