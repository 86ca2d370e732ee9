import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';

/** A row of `login_throttles`. */
export interface ThrottleRow {
  readonly key: string;
  readonly failures: number;
  readonly failed_at: Date;
  readonly blocked_until: Date;
}

const FORGET_AT_A_TIME = 100;

@Injectable()
export class LoginThrottleRepository {
  /** Makes the rows that are missing and locks all, in the order of `keys`. */
  async lock(tx: Sql, keys: readonly string[], now: Date): Promise<ThrottleRow[]> {
    await tx.query(
      `INSERT INTO login_throttles (key, failed_at, blocked_until)
       SELECT key, $2, $2 FROM unnest($1::text[]) AS wanted (key) ON CONFLICT (key) DO NOTHING`,
      [keys, now],
    );
    return tx.query<ThrottleRow>(
      `SELECT key, failures, failed_at, blocked_until FROM login_throttles
        WHERE key = ANY ($1) ORDER BY key COLLATE "C" FOR UPDATE`,
      [keys],
    );
  }

  async update(tx: Sql, rows: readonly ThrottleRow[]): Promise<void> {
    await tx.query(
      `UPDATE login_throttles t
          SET failures = c.failures, failed_at = c.failed_at, blocked_until = c.blocked_until
         FROM unnest($1::text[], $2::int[], $3::timestamptz[], $4::timestamptz[])
           AS c (key, failures, failed_at, blocked_until)
        WHERE t.key = c.key`,
      [
        rows.map(({ key }) => key),
        rows.map(({ failures }) => failures),
        rows.map((row) => row.failed_at),
        rows.map((row) => row.blocked_until),
      ],
    );
  }

  async delete(sql: Sql, keys: readonly string[]): Promise<void> {
    await sql.query('DELETE FROM login_throttles WHERE key = ANY ($1)', [keys]);
  }

  async giveBack(sql: Sql, keys: readonly string[], now: Date): Promise<void> {
    await sql.query(
      `UPDATE login_throttles SET failures = greatest(failures - 1, 0), blocked_until = $2 WHERE key = ANY ($1)`,
      [keys, now],
    );
  }

  /** A few at a time; rows that somebody works on are left for the next time. */
  async forgetBefore(tx: Sql, at: Date): Promise<void> {
    await tx.query(
      `DELETE FROM login_throttles WHERE key IN (
         SELECT key FROM login_throttles WHERE failed_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [at, FORGET_AT_A_TIME],
    );
  }
}
