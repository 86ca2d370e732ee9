import { Injectable } from '@nestjs/common';
import { hasPropertyAccess, type Principal } from '#access/principal.js';
import { ConflictError, NotFoundError } from '#core/errors/app-error.js';
import { VendorError } from '#core/errors/vendor-error.js';
import type { Page } from '#core/paging/page.js';
import { maskPersonal } from '#core/privacy/personal-fields.js';
import { runInScope } from '#gateway/call-scope.js';
import { toMaskedGuest } from './guests/guest-of-payment.js';
import type { ShownPayment } from './listing/payment-list.schemas.js';
import { PaymentObserver } from './payment-observer.js';
import { PaymentPresenter } from './payment-presenter.js';
import { PaymentReconciler } from './payment-reconciler.js';
import { toEventAnswer, toQuery } from './payment.mapper.js';
import type { PaymentState } from './payment.port.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentRow } from './payment.rows.js';
import type { PaymentAnswer, PaymentEventAnswer } from './payment.schemas.js';
import { isOpen, isUnconfirmed } from './payment-status.js';
import { RefundVendors } from './refund-vendors.js';

/** Looking at payments and closing them. */
@Injectable()
export class PaymentsService {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly reconciler: PaymentReconciler,
    private readonly observer: PaymentObserver,
    private readonly presenter: PaymentPresenter,
    private readonly vendors: RefundVendors,
  ) {}

  /** @param refresh asks the vendor first, also about a payment that is over: its money may have come late */
  async get(id: string, refresh: boolean, principal: Principal): Promise<ShownPayment> {
    const known = await this.visible(id, principal);
    const row = (refresh ? await this.reconciler.check(id, 'api') : known) ?? known;
    const answer = await this.presenter.present(row);
    // A PMS gets back what it sent; a person who wants to see a guest has to ask for that.
    const isPerson = principal.kind === 'user';
    return {
      ...answer,
      metadata: isPerson ? maskPersonal(answer.metadata) : answer.metadata,
      property_id: row.property_id,
      guest: toMaskedGuest(row.request.customer),
      abilities: this.vendors.abilities(row),
    };
  }

  async events(id: string, principal: Principal): Promise<Page<PaymentEventAnswer>> {
    const row = await this.visible(id, principal);
    return { items: (await this.payments.events(row.id)).map(toEventAnswer), next_cursor: null };
  }

  /**
   * Closes an unpaid payment, at the vendor where that is possible. A payment that is cancelled already
   * stays so.
   *
   * @throws ConflictError when it is paid or over
   */
  async cancel(id: string, principal: Principal): Promise<PaymentAnswer> {
    const row = await this.confirmed(await this.visible(id, principal));
    if (row.status === 'cancelled') return this.presenter.present(row);
    if (!isOpen(row.status)) throw notCancellable(row);
    const { row: now } = await this.observer.observe(id, {
      source: principal.kind === 'user' ? 'operator' : 'api',
      state: await this.cancelAtVendor(row),
      providerId: row.provider_id,
    });
    if (now.status !== 'cancelled' && now.status !== 'expired') throw notCancellable(now);
    return this.presenter.present(now);
  }

  /** Without the vendor's ids nothing can be closed there, so a payment in doubt is looked for first. */
  private async confirmed(row: PaymentRow): Promise<PaymentRow> {
    if (!isUnconfirmed(row.status)) return row;
    const now = (await this.reconciler.check(row.id, 'api')) ?? row;
    if (now.status !== 'created') return now;
    throw new ConflictError('This payment is being created; cancel it in a minute.');
  }

  private async cancelAtVendor(row: PaymentRow): Promise<PaymentState> {
    const port = this.vendors.port(row);
    const here: PaymentState = { status: 'cancelled', refs: {} };
    // Money that comes all the same is kept apart as paid_late.
    if (!port.can('cancel')) return here;
    try {
      const state = await runInScope({ reference: row.id }, () => port.cancel(toQuery(row)));
      return { ...state, status: state.status ?? 'cancelled' };
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      if (error.kind === 'not_found') return here;
      if (error.kind !== 'invalid_request' && error.kind !== 'duplicate') throw error;
      const now = await this.reconciler.check(row.id, 'api');
      if (now && !isOpen(now.status)) return { refs: {} };
      throw new ConflictError(`The vendor does not cancel this payment now: ${error.message}`);
    }
  }

  private async visible(id: string, principal: Principal): Promise<PaymentRow> {
    const row = await this.payments.findById(id);
    if (!row || !(principal.propertyId === null || hasPropertyAccess(principal, row.property_id))) {
      throw new NotFoundError(`There is no payment ${id}; GET /api/v1/payments lists them.`);
    }
    return row;
  }
}

function notCancellable(row: PaymentRow): ConflictError {
  const hint = row.status === 'paid' || row.status === 'paid_late' ? '; refund it instead' : '';
  return new ConflictError(`This payment is ${row.status} and can not be cancelled${hint}.`);
}
