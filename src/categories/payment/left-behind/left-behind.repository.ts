import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';

/** A provider that may have the payment although another one was asked after it. */
export interface LeftBehind {
  readonly payment_id: string;
  readonly number: number;
  readonly provider_id: string;
  readonly check_count: number;
}

/** Rows of `payment_attempts` whose provider has to be looked at again. */
@Injectable()
export class LeftBehindRepository {
  constructor(private readonly database: Database) {}

  /** Those whose time has come, claimed for a while. */
  claimDue(limit: number, leaseMs: number): Promise<LeftBehind[]> {
    return this.database.query<LeftBehind>(
      `UPDATE payment_attempts SET next_check_at = now() + make_interval(secs => $2::double precision / 1000),
              check_count = check_count + 1
       WHERE (payment_id, number) IN (
         SELECT payment_id, number FROM payment_attempts WHERE next_check_at <= now()
         ORDER BY next_check_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING payment_id, number, provider_id, check_count`,
      [limit, leaseMs],
    );
  }

  /** Null: never again. */
  async schedule({ payment_id: paymentId, number }: LeftBehind, at: Date | null): Promise<void> {
    await this.database.query(
      'UPDATE payment_attempts SET next_check_at = $3 WHERE payment_id = $1 AND number = $2',
      [paymentId, number, at],
    );
  }
}
