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

export interface LookOptions {
  /** Vendor ids that an unusable answer held all the same. */
  readonly refs?: Readonly<Record<string, string>>;
  /** Injected so that tests need no sleep. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** A request that was cut may still be on its way through the vendor: look again before calling it absent. */
const LOOKS_AFTER_MS = [150, 1_000];

/** Asks the same vendor, by our reference, what became of a create. */
export async function findLostCreate(
  port: PaymentPort,
  request: CreatePaymentRequest,
  { refs = {}, wait = delay }: LookOptions = {},
): Promise<LostCreate> {
  if (!port.can('lookup') && !port.can('status')) return { outcome: 'unknown' };
  const { reference, amount, currency } = request;
  let denials = 0;
  for (const ms of LOOKS_AFTER_MS) {
    await wait(ms);
    const seen = await look(port, { reference, amount, currency, refs });
    if (typeof seen === 'object') {
      return { outcome: 'found', created: toCreated(await withAction(port, request, seen)) };
    }
    if (seen === 'absent') denials += 1;
  }
  return { outcome: denials === LOOKS_AFTER_MS.length ? 'absent' : 'unknown' };
}

async function look(
  port: PaymentPort,
  query: PaymentQuery,
): Promise<PaymentState | 'absent' | 'unknown'> {
  try {
    return await port.find(query);
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return error.kind === 'not_found' && port.can('lookup') ? 'absent' : 'unknown';
  }
}

/**
 * A status often lacks what the guest needs to pay. Where the vendor knows a repeat for what it is,
 * the create is sent again and answered with the first one's page or code.
 */
export async function withAction(
  port: PaymentPort,
  request: CreatePaymentRequest,
  state: PaymentState,
): Promise<PaymentState> {
  const isOpen = (state.status ?? 'pending') === 'pending';
  if (state.action !== undefined || !isOpen || !port.canRepeat('create')) return state;
  try {
    const repeated = await port.create(request);
    return { ...state, ...repeated, refs: { ...state.refs, ...repeated.refs } };
  } catch (error) {
    // The payment exists either way; without its page it can still be paid by those who saw it, or expire.
    if (error instanceof VendorError) return state;
    throw error;
  }
}

function toCreated(state: PaymentState): PaymentCreated {
  return { ...state, status: state.status ?? 'pending', action: state.action ?? { type: 'none' } };
}
