import { Injectable } from '@nestjs/common';
import { hasPropertyAccess, type Principal } from '#access/principal.js';
import type { Sql } from '#core/database/database.js';
import { ConflictError, NotFoundError } from '#core/errors/app-error.js';
import { ProviderPorts } from '#gateway/provider-ports.js';
import { pauseError, type ProviderPausedError } from '#providers/pause/provider-pause.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { ShownPayment } from './listing/payment-list.schemas.js';
import type { PaymentPort } from './payment.port.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentRow } from './payment.rows.js';
import { paymentCategory } from './payment.category.js';

type PaymentAbilities = ShownPayment['abilities'];

/** A payment, its vendor and its refunds, as the refund use cases look at them. */
@Injectable()
export class RefundVendors {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly providers: ProviderRegistry,
    private readonly ports: ProviderPorts,
  ) {}

  async payment(id: string, principal: Principal): Promise<PaymentRow> {
    const row = await this.payments.findById(id);
    if (!row || !(principal.propertyId === null || hasPropertyAccess(principal, row.property_id))) {
      throw new NotFoundError(`There is no payment ${id}; GET /api/v1/payments lists them.`);
    }
    return row;
  }

  find(paymentId: string): Promise<PaymentRow | undefined> {
    return this.payments.findById(paymentId);
  }

  lock(tx: Sql, paymentId: string): Promise<PaymentRow | undefined> {
    return this.payments.lock(tx, paymentId);
  }

  port(payment: PaymentRow): PaymentPort {
    const provider = this.providers.find(payment.provider_id);
    if (!provider) {
      throw new ConflictError('The provider of this payment can not be read; ask the operator.');
    }
    return this.ports.get(paymentCategory, provider);
  }

  /** False only where the provider's row says what the vendor can do, and this is not among it. */
  allows(payment: PaymentRow, capability: string): boolean {
    const capabilities = this.providers.find(payment.provider_id)?.capabilities ?? [];
    return capabilities.length === 0 || capabilities.includes(capability);
  }

  /** What may be offered for it; a provider that can not be read any more can do nothing. */
  abilities(payment: PaymentRow): PaymentAbilities {
    const port = this.providers.find(payment.provider_id) && this.port(payment);
    const can = (operation: 'refund' | 'capture'): boolean => port?.can(operation) ?? false;
    return {
      refund: can('refund') ? 'vendor' : 'payout',
      partial_refund: !can('refund') || this.allows(payment, 'partial_refund'),
      capture: can('capture'),
      partial_capture: can('capture') && this.allows(payment, 'partial_capture'),
    };
  }

  nameOf(payment: PaymentRow): string {
    return this.providers.find(payment.provider_id)?.name ?? 'This provider';
  }

  /** Why the vendor may not be asked now; undefined when it may. */
  pausedBy(payment: PaymentRow): ProviderPausedError | undefined {
    const provider = this.providers.find(payment.provider_id);
    return provider && pauseError(provider);
  }

  limitOf(payment: PaymentRow) {
    return this.providers.find(payment.provider_id)?.connector.limits.reference;
  }
}
