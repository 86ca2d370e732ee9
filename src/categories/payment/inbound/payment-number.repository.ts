import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import type { PaymentRow } from '../payment.rows.js';

/** A guest may pay to a number from an old letter, so one is not given to the next guest at once. */
const QUARANTINE = '30 days';

interface NumberClaim {
  readonly paymentId: string;
  readonly scope: string;
  readonly number: string;
}

/** Which payment a number belongs to. */
@Injectable()
export class PaymentNumberRepository {
  constructor(private readonly database: Database) {}

  async findOf(paymentId: string, scope: string): Promise<string | undefined> {
    const [row] = await this.database.prepared<{ number: string }>(
      'payment-number-of',
      'SELECT number FROM payment_numbers WHERE payment_id = $1 AND scope = $2',
      [paymentId, scope],
    );
    return row?.number;
  }

  async findPayment(scope: string, number: string): Promise<PaymentRow | undefined> {
    const [row] = await this.database.prepared<PaymentRow>(
      'payment-by-number',
      `SELECT p.* FROM payment_numbers n JOIN payments p ON p.id = n.payment_id
       WHERE n.scope = $1 AND n.number = $2`,
      [scope, number],
    );
    return row;
  }

  /** False when the number is taken, or when the payment has got another one meanwhile. */
  async claim({ scope, number, paymentId }: NumberClaim): Promise<boolean> {
    const rows = await this.database.prepared(
      'payment-number-claim',
      `INSERT INTO payment_numbers (scope, number, payment_id) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING RETURNING number`,
      [scope, number, paymentId],
    );
    return rows.length > 0;
  }

  /** Takes over a number whose payment ended long ago. */
  async takeOver({ scope, number, paymentId }: NumberClaim): Promise<boolean> {
    const rows = await this.database.query(
      `UPDATE payment_numbers n SET payment_id = $3, claimed_at = now()
       WHERE scope = $1 AND number = $2 AND claimed_at < now() - $4::interval AND NOT EXISTS (
         SELECT FROM payments p WHERE p.id = n.payment_id
           AND (p.status IN ('created', 'pending_confirmation', 'pending', 'authorized')
                OR p.updated_at > now() - $4::interval))
       RETURNING number`,
      [scope, number, paymentId, QUARANTINE],
    );
    return rows.length > 0;
  }
}
