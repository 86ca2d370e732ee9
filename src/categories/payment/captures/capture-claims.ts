import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import type { Actor } from '#access/principal.js';
import { Database } from '#core/database/database.js';
import { ConflictError } from '#core/errors/app-error.js';
import {
  Idempotency,
  type IdempotentRequest,
  type RecoverAnswer,
  type StoredAnswer,
} from '#core/idempotency/idempotency.js';
import { PaymentRepository } from '../payment.repository.js';
import type { PaymentRow } from '../payment.rows.js';

/** What is written before a vendor is asked for a capture: the sum stands in the row, so that its end can be told. */
@Injectable()
export class CaptureClaims {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly idempotency: Idempotency,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /**
   * @returns the payment with the sum that is asked for; undefined when the key is taken
   * @throws ConflictError when nothing is held, or another sum is on its way
   */
  begin(
    { id }: PaymentRow,
    key: IdempotentRequest,
    asked: number | undefined,
    actor: Actor,
  ): Promise<PaymentRow | undefined> {
    return this.database.transaction(async (tx) => {
      if (!(await this.idempotency.claim(tx, key, id))) return undefined;
      const payment = await this.payments.lock(tx, id);
      if (!payment) throw new Error(`payment ${id} is gone`);
      const amount = asked ?? payment.amount;
      assertHeld(payment, amount);
      await this.payments.addEvent(tx, {
        paymentId: id,
        type: 'capture_asked',
        source: 'api',
        detail: { amount },
      });
      await this.audit.record(tx, {
        ...actor,
        action: 'payment.capture_asked',
        subject: { type: 'payment', id },
        after: { amount, currency: payment.currency },
      });
      return this.payments.change(tx, id, { captureAsked: amount });
    });
  }

  /** The vendor has surely taken nothing. */
  async drop({ id }: PaymentRow): Promise<void> {
    await this.payments.change(this.database, id, { captureAsked: null });
  }

  answerOf(key: IdempotentRequest, recover: RecoverAnswer): Promise<StoredAnswer | undefined> {
    return this.idempotency.answerOf(key, recover);
  }

  keep(key: IdempotentRequest, answer: StoredAnswer): Promise<void> {
    return this.idempotency.keep(key, answer);
  }

  release(key: IdempotentRequest): Promise<void> {
    return this.idempotency.release(key);
  }
}

/** The same sum may be asked for again: the vendor has either taken it or not, and says which. */
function assertHeld({ status, capture_asked: other }: PaymentRow, amount: number): void {
  if (status !== 'authorized') {
    throw new ConflictError(
      `This payment is ${status}; only an authorized one, whose money is held, can be captured.`,
    );
  }
  if (other === null || other === amount) return;
  throw new ConflictError(
    `A capture of ${other} is on its way for this payment; GET it with ?refresh=true to see how it ended.`,
  );
}
