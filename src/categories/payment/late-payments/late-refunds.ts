import { Injectable } from '@nestjs/common';
import type { Actor } from '#access/principal.js';
import type { PaymentRow } from '../payment.rows.js';
import { RefundAsking } from '../refund-asking.js';
import { RefundOpening } from '../refund-opening.js';
import { RefundVendors } from '../refund-vendors.js';
import { LateDecisions } from './late-decisions.js';
import type { DecideLate } from './late-payment.schemas.js';

/** Late money that goes back: the decision and its refund are written together, so that there is never a second one. */
@Injectable()
export class LateRefunds {
  constructor(
    private readonly decisions: LateDecisions,
    private readonly opening: RefundOpening,
    private readonly asking: RefundAsking,
    private readonly vendors: RefundVendors,
  ) {}

  async decide(payment: PaymentRow, body: DecideLate, actor: Actor): Promise<PaymentRow> {
    const opened = await this.opening.open({
      payment,
      body: { reason: body.note?.slice(0, 200) },
      actor,
      claim: (tx) => this.decisions.decideIn(tx, payment.id, body, actor),
    });
    if (opened?.refund.via === 'vendor') await this.asking.ask(opened);
    return (await this.vendors.find(payment.id)) ?? payment;
  }
}
