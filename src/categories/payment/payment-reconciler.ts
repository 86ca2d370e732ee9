import { Injectable } from '@nestjs/common';
import { VendorError } from '#core/errors/vendor-error.js';
import { runInScope } from '#gateway/call-scope.js';
import { ProviderPorts } from '#gateway/provider-ports.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { PaymentObserver } from './payment-observer.js';
import { toQuery } from './payment.mapper.js';
import type { PaymentPort, PaymentState } from './payment.port.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentEventSource, PaymentRow } from './payment.rows.js';
import { isPastEnd } from './payment-schedule.js';
import { isOpen, isUnconfirmed } from './payment-status.js';
import { PaymentClosing } from './payment-closing.js';
import { paymentCategory } from './payment.category.js';

/** A create that the vendor denies to have this many times never reached it. */
const DENIALS_UNTIL_FAILED = 3;

/** Asks vendors about payments whose end is not known yet, and ends those whose time is over. */
@Injectable()
export class PaymentReconciler {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly observer: PaymentObserver,
    private readonly providers: ProviderRegistry,
    private readonly ports: ProviderPorts,
    private readonly closing: PaymentClosing,
  ) {}

  /**
   * One look at one payment.
   *
   * @returns the row afterwards
   * @throws VendorError when the vendor could not be asked; the next look is scheduled all the same
   */
  async check(id: string, source: PaymentEventSource = 'poll'): Promise<PaymentRow | undefined> {
    const row = await this.payments.findById(id);
    if (!row) return undefined;
    try {
      return await this.look(row, source);
    } finally {
      await this.closing.schedule(id);
    }
  }

  private async look(row: PaymentRow, source: PaymentEventSource): Promise<PaymentRow> {
    const provider = this.providers.find(row.provider_id);
    if (!provider || !isOpen(row.status)) return row;
    const port = this.ports.get(paymentCategory, provider);
    const seen = await runInScope({ reference: row.id }, () => askVendor(port, row));
    if (seen === 'absent') return this.denied(row);
    if (seen !== 'silent') {
      const { row: now } = await this.observer.observe(row.id, {
        source,
        state: seen,
        providerId: provider.id,
      });
      await this.closing.answerWaiting(now);
      return this.endIfOver(now, port);
    }
    return this.endIfOver(row, port);
  }

  /** The vendor has no such payment: a create that was lost on the way, or a page nobody chose a method on. */
  private async denied(row: PaymentRow): Promise<PaymentRow> {
    if (isUnconfirmed(row.status) && row.check_count >= DENIALS_UNTIL_FAILED) {
      return this.closing.fail(row, 'The vendor never received this payment.');
    }
    const provider = this.providers.find(row.provider_id);
    return provider ? this.endIfOver(row, this.ports.get(paymentCategory, provider)) : row;
  }

  /** Several vendors say nothing when a page or code runs out, so the hub keeps the time itself. */
  private async endIfOver(row: PaymentRow, port: PaymentPort): Promise<PaymentRow> {
    const isWaiting = row.status === 'pending' || isUnconfirmed(row.status);
    if (!isWaiting || !isPastEnd(this.closing.now(), row.expires_at)) return row;
    await this.closeAtVendor(row, port);
    const { row: ended } = await this.observer.observe(row.id, {
      source: 'timer',
      providerId: row.provider_id,
      state: { status: 'expired', refs: {} },
    });
    return ended;
  }

  /** So that nobody pays what the PMS was told is over; a vendor that refuses has closed it itself. */
  private async closeAtVendor(row: PaymentRow, port: PaymentPort): Promise<void> {
    if (!port.can('cancel')) return;
    try {
      await runInScope({ reference: row.id }, () => port.cancel(toQuery(row)));
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
    }
  }
}

/** `silent`: this vendor can't be asked. */
async function askVendor(
  port: PaymentPort,
  row: PaymentRow,
): Promise<PaymentState | 'absent' | 'silent'> {
  const canAsk = isUnconfirmed(row.status)
    ? port.can('lookup') || port.can('status')
    : port.can('status');
  if (!canAsk) return 'silent';
  try {
    if (!isUnconfirmed(row.status)) return await port.status(toQuery(row));
    const found = await port.find(toQuery(row));
    return { ...found, status: found.status ?? 'pending' };
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'not_found') return 'absent';
    throw error;
  }
}
