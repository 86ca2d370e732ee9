import { Injectable } from '@nestjs/common';
import { VendorError } from '#core/errors/vendor-error.js';
import { runInScope } from '#gateway/call-scope.js';
import { ProviderPorts } from '#gateway/provider-ports.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import { paymentCategory } from '../payment.category.js';
import { toQuery } from '../payment.mapper.js';
import { PaymentObserver } from '../payment-observer.js';
import type { PaymentPort, PaymentState } from '../payment.port.js';
import { PaymentRepository } from '../payment.repository.js';
import type { PaymentRow } from '../payment.rows.js';
import { closeLeftBehind } from './close-left-behind.js';
import { type LeftBehind, LeftBehindRepository } from './left-behind.repository.js';
import { type LeftBehindState, nextLook } from './left-behind-schedule.js';

/**
 * A create that was cut and denied may still arrive. Vendors tell nothing about a page that nobody has paid yet, so
 * the provider is asked again: what is open there is closed, what can't be closed and what was paid is flagged.
 */
@Injectable()
export class LeftBehindLooks {
  constructor(
    private readonly attempts: LeftBehindRepository,
    private readonly payments: PaymentRepository,
    private readonly providers: ProviderRegistry,
    private readonly ports: ProviderPorts,
    private readonly observer: PaymentObserver,
  ) {}

  /** Those whose time has come, for one worker each. */
  claimDue(limit: number, leaseMs: number): Promise<LeftBehind[]> {
    return this.attempts.claimDue(limit, leaseMs);
  }

  /** @throws VendorError when it could not be asked; the next look is scheduled all the same */
  async look(attempt: LeftBehind): Promise<void> {
    const payment = await this.payments.findById(attempt.payment_id);
    const provider = this.providers.find(attempt.provider_id);
    let state: LeftBehindState = 'over';
    try {
      // A payment that stayed with it after all is looked at like any other.
      if (payment && provider && payment.provider_id !== provider.id) {
        state = 'unknown';
        state = await this.ask(payment, provider);
      }
    } finally {
      const since = payment?.created_at ?? this.observer.now();
      const now = this.observer.now();
      const next = nextLook(state, { now, count: attempt.check_count, since });
      await this.attempts.schedule(attempt, next);
    }
  }

  private async ask(payment: PaymentRow, provider: Provider): Promise<LeftBehindState> {
    const port = this.ports.get(paymentCategory, provider);
    if (!port.can('lookup') && !port.can('status')) return 'over';
    const { id: paymentId } = payment;
    // The vendor's ids in the row are another vendor's.
    const query = { ...toQuery(payment), gatewayTransactionId: undefined, refs: {} };
    const found = await find(port, paymentId, query);
    if (!found) return 'unknown';
    const { gatewayTransactionId, refs } = found;
    const known = { ...query, gatewayTransactionId, refs };
    const state = await closeLeftBehind(port, { paymentId, query: known, state: found });
    await this.observer.observe(paymentId, { source: 'poll', providerId: provider.id, state });
    if (state.status === undefined || state.status === 'pending') return 'open';
    if (found.status === 'pending') await this.noteClosed(payment, provider, state);
    return 'over';
  }

  private async noteClosed(
    payment: PaymentRow,
    provider: Provider,
    state: PaymentState,
  ): Promise<void> {
    await this.payments.note(payment.id, {
      type: 'left_behind_closed',
      source: 'poll',
      detail: { provider_id: provider.id, vendor_status: state.vendorStatus ?? state.status },
    });
  }
}

/** Undefined when the vendor says that it has no such payment, or does not understand the question. */
async function find(
  port: PaymentPort,
  paymentId: string,
  query: Parameters<PaymentPort['find']>[0],
): Promise<PaymentState | undefined> {
  try {
    const found = await runInScope({ reference: paymentId }, () => port.find(query));
    return { ...found, status: found.status ?? 'pending' };
  } catch (error) {
    const isNo =
      error instanceof VendorError &&
      (error.kind === 'not_found' || error.kind === 'invalid_request');
    if (isNo) return undefined;
    throw error;
  }
}
