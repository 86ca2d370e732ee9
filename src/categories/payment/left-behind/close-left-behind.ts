import { VendorError } from '#core/errors/vendor-error.js';
import { runInScope } from '#gateway/call-scope.js';
import type { PaymentPort, PaymentQuery, PaymentState } from '../payment.port.js';

/** What a provider that a fallback left behind still has open is closed, so that one booking is not paid twice. */
export async function closeLeftBehind(
  port: PaymentPort,
  seen: { readonly paymentId: string; readonly query: PaymentQuery; readonly state: PaymentState },
): Promise<PaymentState> {
  const { paymentId, query, state } = seen;
  if (state.status !== 'pending' || !port.can('cancel')) return state;
  try {
    return await runInScope({ reference: paymentId }, () => port.cancel(query));
  } catch (error) {
    if (error instanceof VendorError) return state;
    throw error;
  }
}
