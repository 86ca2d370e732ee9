import { setTimeout as delay } from 'node:timers/promises';
import { VendorError } from '#core/errors/vendor-error.js';
import type {
  CreatePaymentRequest,
  PaymentCreated,
  PaymentPort,
  PaymentQuery,
  PaymentState,
} from './payment.port.js';

/** What became of a create whose answer was lost. */
export type LostCreate =
  | { readonly outcome: 'found'; readonly created: PaymentCreated }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'unknown' };

/** A request that was cut may still be on its way through the vendor: look again before calling it absent. */
const LOOKS_AFTER_MS = [150, 1_000];

/**
 * Asks the same vendor, by our reference, what became of a create.
 *
 * @param wait injected so that tests need no sleep
 */
export async function findLostCreate(
  port: PaymentPort,
  request: CreatePaymentRequest,
  wait: (ms: number) => Promise<unknown> = delay,
): Promise<LostCreate> {
  if (!port.can('lookup') && !port.can('status')) return { outcome: 'unknown' };
  const query: PaymentQuery = {
    reference: request.reference,
    amount: request.amount,
    currency: request.currency,
    refs: {},
  };
  for (const ms of LOOKS_AFTER_MS) {
    await wait(ms);
    const seen = await look(port, query);
    if (seen === 'unknown') return { outcome: 'unknown' };
    if (seen !== 'absent')
      return { outcome: 'found', created: await withAction(port, request, seen) };
  }
  return { outcome: 'absent' };
}

async function look(
  port: PaymentPort,
  query: PaymentQuery,
): Promise<PaymentState | 'absent' | 'unknown'> {
  try {
    return await port.find(query);
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return error.kind === 'not_found' ? 'absent' : 'unknown';
  }
}

/**
 * A status often lacks what the guest needs to pay. Where the vendor knows a repeat for what it is,
 * the create is sent again and answered with the first one's page or code.
 */
async function withAction(
  port: PaymentPort,
  request: CreatePaymentRequest,
  state: PaymentState,
): Promise<PaymentCreated> {
  const found: PaymentCreated = {
    gatewayTransactionId: state.gatewayTransactionId,
    status: state.status ?? 'pending',
    action: state.action ?? { type: 'none' },
    expiresAt: state.expiresAt,
    refs: state.refs,
  };
  if (state.action !== undefined || found.status !== 'pending' || !port.canRepeat('create'))
    return found;
  try {
    const repeated = await port.create(request);
    return { ...repeated, refs: { ...found.refs, ...repeated.refs } };
  } catch (error) {
    // The payment exists either way; without its page it can still be paid by those who saw it, or expire.
    if (error instanceof VendorError) return found;
    throw error;
  }
}
