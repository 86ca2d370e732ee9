import { Injectable } from '@nestjs/common';
import type { Principal } from '#access/principal.js';
import { grants } from '#access/scopes.js';
import { PAYOUT_STATUS } from '../payment.mapper.js';
import type { Destination } from '../payment.schemas.js';
import { maskDestination, PayoutDestinations } from './payout-destination.js';
import type { PayoutTaskRow } from './payout-task.repository.js';
import type { PayoutTaskAnswer } from './payout-task.schemas.js';

/** Shows payout tasks; the guest's account in full to nobody but who pays it. */
@Injectable()
export class PayoutTaskPresenter {
  constructor(private readonly destinations: PayoutDestinations) {}

  inList(row: PayoutTaskRow): PayoutTaskAnswer {
    const destination = this.destinationOf(row);
    return toAnswer(row, destination && maskDestination(destination));
  }

  alone(row: PayoutTaskRow, principal: Principal): PayoutTaskAnswer {
    if (!grants(principal.scopes, 'payments:write')) return this.inList(row);
    return toAnswer(row, this.destinationOf(row));
  }

  private destinationOf({ id, destination_sealed: sealed }: PayoutTaskRow): Destination | null {
    return sealed === null ? null : this.destinations.open(id, sealed);
  }
}

function toAnswer(row: PayoutTaskRow, destination: Destination | null): PayoutTaskAnswer {
  return {
    id: row.id,
    status: PAYOUT_STATUS[row.refund_status],
    payment_id: row.payment_id,
    order_id: row.order_id,
    amount: row.amount,
    currency: row.currency,
    reason: row.reason,
    destination,
    proof: proofOf(row),
    cancel_reason: row.cancel_reason,
    closed_by: row.closed_by,
    closed_at: row.closed_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  };
}

function proofOf(row: PayoutTaskRow): PayoutTaskAnswer['proof'] {
  const { id, proof_reference: reference, paid_at: paidAt, attachment } = row;
  if (reference === null || paidAt === null) return null;
  return {
    reference,
    note: row.proof_note,
    paid_at: paidAt.toISOString(),
    attachment: attachment && { ...attachment, url: `/api/v1/payout-tasks/${id}/proof` },
  };
}
