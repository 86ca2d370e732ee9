import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';

/** A row of `second_factors`; `id` is the user's. */
export interface SecondFactorRow {
  readonly id: string;
  readonly secret_sealed: string;
  /** The time step of the newest code that was taken; that one and older ones are spent. */
  readonly last_step: number;
  readonly confirmed_at: Date | null;
}

@Injectable()
export class SecondFactorRepository {
  async find(sql: Sql, userId: string): Promise<SecondFactorRow | undefined> {
    const [row] = await sql.query<SecondFactorRow>(
      'SELECT id, secret_sealed, last_step, confirmed_at FROM second_factors WHERE id = $1',
      [userId],
    );
    return row;
  }

  /** Takes the row's lock. */
  async findForUpdate(tx: Sql, userId: string): Promise<SecondFactorRow | undefined> {
    const [row] = await tx.query<SecondFactorRow>(
      'SELECT id, secret_sealed, last_step, confirmed_at FROM second_factors WHERE id = $1 FOR UPDATE',
      [userId],
    );
    return row;
  }

  /** Begins anew what was begun and not confirmed. */
  async begin(
    tx: Sql,
    userId: string,
    { sealed, at }: { sealed: string; at: Date },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO second_factors (id, secret_sealed, created_at) VALUES ($1, $2, $3)
       ON CONFLICT (id) DO UPDATE SET secret_sealed = $2, created_at = $3, last_step = 0
       WHERE second_factors.confirmed_at IS NULL`,
      [userId, sealed, at],
    );
  }

  async confirm(tx: Sql, userId: string, at: Date): Promise<void> {
    await tx.query('UPDATE second_factors SET confirmed_at = $2 WHERE id = $1', [userId, at]);
  }

  /** False when this code or a newer one was taken before. */
  async spendStep(tx: Sql, userId: string, step: number): Promise<boolean> {
    const rows = await tx.query(
      'UPDATE second_factors SET last_step = $2 WHERE id = $1 AND last_step < $2 RETURNING id',
      [userId, step],
    );
    return rows.length > 0;
  }

  async delete(tx: Sql, userId: string): Promise<void> {
    await tx.query('DELETE FROM second_factors WHERE id = $1', [userId]);
  }

  async replaceCodes(tx: Sql, userId: string, hashes: readonly Buffer[]): Promise<void> {
    await tx.query('DELETE FROM recovery_codes WHERE user_id = $1', [userId]);
    await tx.query(
      'INSERT INTO recovery_codes (user_id, code_hash) SELECT $1, unnest($2::bytea[])',
      [userId, hashes],
    );
  }

  /** False for a code that is unknown or was taken before. */
  async spendCode(
    tx: Sql,
    userId: string,
    { hash, at }: { readonly hash: Buffer; readonly at: Date },
  ): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE recovery_codes SET used_at = $3
        WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING user_id`,
      [userId, hash, at],
    );
    return rows.length > 0;
  }

  async countCodes(sql: Sql, userId: string): Promise<number> {
    const [row] = await sql.query<{ left: number }>(
      'SELECT count(*)::int AS left FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL',
      [userId],
    );
    return row?.left ?? 0;
  }
}
