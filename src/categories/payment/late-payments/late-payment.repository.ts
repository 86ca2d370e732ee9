import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';

export interface LateCount {
  readonly currency: string;
  readonly count: number;
  readonly amount: number;
  readonly oldest_paid_at: Date;
}

/** Money that came after the end and waits for a decision; few rows, all in the index `payments_late`. */
@Injectable()
export class LatePaymentRepository {
  constructor(private readonly database: Database) {}

  undecided(propertyId: string | null): Promise<LateCount[]> {
    return this.database.query<LateCount>(
      `SELECT currency, count(*)::int AS count, sum(coalesce(captured_amount, amount))::bigint AS amount,
              min(coalesce(paid_at, updated_at)) AS oldest_paid_at
       FROM payments
       WHERE status = 'paid_late' AND late_decision IS NULL AND ($1::uuid IS NULL OR property_id = $1)
       GROUP BY currency ORDER BY currency`,
      [propertyId],
    );
  }
}
