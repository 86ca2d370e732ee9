import { Injectable } from '@nestjs/common';
import type { Actor, Principal } from '#access/principal.js';
import { PaymentPresenter } from '../payment-presenter.js';
import type { PaymentAnswer } from '../payment.schemas.js';
import { RefundVendors } from '../refund-vendors.js';
import { LateDecisions } from './late-decisions.js';
import { LateRefunds } from './late-refunds.js';
import { LatePaymentRepository } from './late-payment.repository.js';
import type { DecideLate, LateSummary } from './late-payment.schemas.js';

/** Money that came after the PMS was told that none would: the owner says what becomes of it. */
@Injectable()
export class LatePaymentsService {
  constructor(
    private readonly decisions: LateDecisions,
    private readonly late: LatePaymentRepository,
    private readonly vendors: RefundVendors,
    private readonly refunds: LateRefunds,
    private readonly presenter: PaymentPresenter,
  ) {}

  async summary(principal: Principal): Promise<LateSummary> {
    const counts = await this.late.undecided(principal.propertyId);
    const oldest = counts.map((one) => one.oldest_paid_at.getTime());
    return {
      undecided: counts.reduce((sum, one) => sum + one.count, 0),
      oldest_paid_at: oldest.length === 0 ? null : new Date(Math.min(...oldest)).toISOString(),
      amounts: counts.map(({ currency, count, amount }) => ({ currency, count, amount })),
    };
  }

  /**
   * The same decision again gives the same answer.
   *
   * @throws ConflictError when it was decided otherwise; VendorError when the refund was refused: it has to be
   *   decided again then
   */
  async decide(id: string, body: DecideLate, actor: Actor): Promise<PaymentAnswer> {
    const payment = await this.vendors.payment(id, actor.principal);
    const decided =
      body.decision === 'refund'
        ? await this.refunds.decide(payment, body, actor)
        : await this.decisions.decide(id, body, actor);
    return this.presenter.present(decided);
  }
}
