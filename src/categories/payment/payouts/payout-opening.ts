import { Injectable } from '@nestjs/common';
import type { Actor } from '#access/principal.js';
import { AuditLog } from '#access/audit-log.js';
import type { Sql } from '#core/database/database.js';
import { PaymentAnnouncer } from '../payment-announcer.js';
import { PaymentRepository } from '../payment.repository.js';
import type { PaymentRow, RefundRow } from '../payment.rows.js';
import type { Destination } from '../payment.schemas.js';
import { maskDestination, PayoutDestinations } from './payout-destination.js';
import { PayoutTaskRepository } from './payout-task.repository.js';

export interface NewPayout {
  readonly payment: PaymentRow;
  readonly refund: RefundRow;
  readonly destination: Destination | undefined;
  readonly actor: Actor;
}

/** Makes a refund somebody's task, where the rail that the money came by takes none back. */
@Injectable()
export class PayoutOpening {
  constructor(
    private readonly tasks: PayoutTaskRepository,
    private readonly destinations: PayoutDestinations,
    private readonly payments: PaymentRepository,
    private readonly announcer: PaymentAnnouncer,
    private readonly audit: AuditLog,
  ) {}

  async open(tx: Sql, { payment, refund, destination, actor }: NewPayout): Promise<void> {
    const { id, amount, currency } = refund;
    await this.tasks.insert(tx, {
      id,
      propertyId: payment.property_id,
      destinationSealed: destination === undefined ? null : this.destinations.seal(id, destination),
    });
    await this.payments.addEvent(tx, {
      paymentId: payment.id,
      type: 'payout_opened',
      source: actor.principal.kind === 'user' ? 'operator' : 'api',
      detail: { refund_id: id, payout_task_id: id, amount },
    });
    await this.announcer.announce(tx, payment, 'payment.payout_opened', {
      refund_id: id,
      payout_task_id: id,
      amount,
    });
    await this.audit.record(tx, {
      ...actor,
      action: 'payout_task.opened',
      subject: { type: 'payout_task', id },
      after: {
        payment_id: payment.id,
        amount,
        currency,
        destination: destination && maskDestination(destination),
      },
    });
  }
}
