import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { Notifications } from '#core/database/notifications.js';
import type { UsageAction, UsageLimits } from './usage-limit.js';

const CHANNEL = 'usage_limits';

interface LimitsRow {
  readonly provider_id: string;
  readonly monthly_calls: number | null;
  readonly daily_calls: number | null;
  readonly monthly_cost: number | null;
  readonly cost_currency: string | null;
  readonly action: UsageAction;
}

const COLUMNS = 'provider_id, monthly_calls, daily_calls, monthly_cost, cost_currency, action';

/** The table `usage_limits`: a row for each provider that has any. */
@Injectable()
export class UsageLimitsRepository {
  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
  ) {}

  async all(): Promise<UsageLimits[]> {
    const rows = await this.database.query<LimitsRow>(`SELECT ${COLUMNS} FROM usage_limits`);
    return rows.map(toLimits);
  }

  /** Held until the transaction ends, so that two changes write two audit rows that fit together. */
  async lock(tx: Sql, providerId: string): Promise<UsageLimits | undefined> {
    const [row] = await tx.query<LimitsRow>(
      `SELECT ${COLUMNS} FROM usage_limits WHERE provider_id = $1 FOR UPDATE`,
      [providerId],
    );
    return row && toLimits(row);
  }

  async put(tx: Sql, limits: UsageLimits): Promise<void> {
    await tx.query(
      `INSERT INTO usage_limits (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (provider_id) DO UPDATE SET monthly_calls = excluded.monthly_calls,
         daily_calls = excluded.daily_calls, monthly_cost = excluded.monthly_cost,
         cost_currency = excluded.cost_currency, action = excluded.action, updated_at = now()`,
      [
        limits.providerId,
        limits.monthlyCalls,
        limits.dailyCalls,
        limits.monthlyCost?.amount ?? null,
        limits.monthlyCost?.currency ?? null,
        limits.action,
      ],
    );
    await this.announce(tx);
  }

  async remove(tx: Sql, providerId: string): Promise<void> {
    await tx.query('DELETE FROM usage_limits WHERE provider_id = $1', [providerId]);
    await this.announce(tx);
  }

  /** Calls back when another process may have changed a limit; returns how to stop. */
  onChange(handler: () => void): () => void {
    this.notifications.onReconnect(handler);
    return this.notifications.subscribe(CHANNEL, handler);
  }

  /** Heard when the transaction commits. */
  private async announce(tx: Sql): Promise<void> {
    await tx.query('SELECT pg_notify($1, $2)', [CHANNEL, '']);
  }
}

function toLimits(row: LimitsRow): UsageLimits {
  const { monthly_cost: amount, cost_currency: currency } = row;
  return {
    providerId: row.provider_id,
    monthlyCalls: row.monthly_calls,
    dailyCalls: row.daily_calls,
    monthlyCost: amount === null || currency === null ? null : { amount, currency },
    action: row.action,
  };
}
