import { Injectable } from '@nestjs/common';
import type { Actor } from '#access/principal.js';
import { VendorError } from '#core/errors/vendor-error.js';
import { Breakers } from '#gateway/breakers.service.js';
import { RefundAsking } from '../refund-asking.js';
import { RefundOpening } from '../refund-opening.js';
import { RefundVendors } from '../refund-vendors.js';
import { BatchWorkRepository, type HeldItem } from './batch-work.repository.js';

/** One item of a batch as a refund: tied to it in the transaction that writes it, so that there is never a second. */
@Injectable()
export class BatchRefunds {
  constructor(
    private readonly vendors: RefundVendors,
    private readonly opening: RefundOpening,
    private readonly asking: RefundAsking,
    private readonly work: BatchWorkRepository,
    private readonly breakers: Breakers,
  ) {}

  /** @throws AppError when nothing was given back; an item that has its refund already is left to the reconciler */
  async refund(item: HeldItem, actor: Actor): Promise<void> {
    if (item.refund_id !== null) return;
    const payment = await this.vendors.payment(item.payment_id, actor.principal);
    const paused = this.vendors.pausedBy(payment);
    if (paused) throw paused;
    // Before anything is written: an outage must not leave a failed refund for every try.
    if (this.breakers.isResting(payment.provider_id)) throw resting(this.vendors.nameOf(payment));
    const opened = await this.opening.open({
      payment,
      body: { amount: item.amount ?? undefined, reason: item.reason ?? undefined },
      actor,
      claim: (tx, refundId) => this.work.claim(tx, item.id, refundId),
    });
    if (opened?.refund.via === 'vendor') await this.asking.ask(opened);
  }
}

function resting(name: string): VendorError {
  return new VendorError('unavailable', `${name} is at rest after failures; it is tried again.`);
}
