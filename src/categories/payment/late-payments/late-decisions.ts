import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import type { Actor } from '#access/principal.js';
import { Database, type Sql } from '#core/database/database.js';
import { ConflictError } from '#core/errors/app-error.js';
import { PaymentAnnouncer } from '../payment-announcer.js';
import { PaymentRepository } from '../payment.repository.js';
import type { PaymentRow } from '../payment.rows.js';
import type { DecideLate } from './late-payment.schemas.js';

/** A decision, written once: whoever comes later finds it made. */
@Injectable()
export class LateDecisions {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly announcer: PaymentAnnouncer,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /** Accepting or crediting, in a transaction of its own. The same decision again changes nothing. */
  decide(id: string, body: DecideLate, actor: Actor): Promise<PaymentRow> {
    return this.database.transaction(async (tx) => {
      await this.decideIn(tx, id, body, actor);
      const row = await this.payments.lock(tx, id);
      if (!row) throw new Error(`payment ${id} is gone`);
      return row;
    });
  }

  /**
   * @returns false when the same was decided before
   * @throws ConflictError when it was decided otherwise, or there is nothing to decide
   */
  async decideIn(
    tx: Sql,
    id: string,
    { decision, note }: DecideLate,
    actor: Actor,
  ): Promise<boolean> {
    const row = await this.payments.lock(tx, id);
    if (!row) throw new Error(`payment ${id} is gone`);
    if (row.late_decision === decision) return false;
    assertUndecided(row);
    const isAccepted = decision === 'accept';
    const decided = await this.payments.change(tx, id, {
      lateDecision: decision,
      ...(isAccepted && { status: 'paid' }),
    });
    await this.payments.addEvent(tx, {
      paymentId: id,
      type: isAccepted ? 'status' : 'late_decision',
      ...(isAccepted && { from: row.status, to: decided.status }),
      source: 'operator',
      detail: { decision, note, by: actor.principal.name },
    });
    await this.announcer.announce(tx, decided, 'payment.late_decided', { decision });
    // The booking is paid from now on, and that is what the PMS waits for.
    if (isAccepted) await this.announcer.announceStatus(tx, decided);
    await this.audit.record(tx, {
      ...actor,
      action: 'payment.late_decided',
      subject: { type: 'payment', id },
      before: { status: row.status, late_decision: null },
      after: { status: decided.status, late_decision: decision, note },
    });
    return true;
  }
}

function assertUndecided({ status, late_decision: decision }: PaymentRow): void {
  if (decision !== null) {
    throw new ConflictError(`It was decided to ${decision} this payment; that can not be changed.`);
  }
  if (status === 'paid_late') return;
  throw new ConflictError(
    `This payment is ${status}; only one that was paid late waits for a decision.`,
  );
}
